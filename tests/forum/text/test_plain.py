"""The words of what Markdown was rendered to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.markdown import render
from forum.text.parser import parser
from forum.text.plain import block_texts, html_text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Ed**uca**tion", "Education"),
        ("# One\n\n- two\n- *three*\n\n> four\n", "One two three four"),
        ("a < b & c `<b>` &lt;", "a < b & c <b> <"),
        ("[a link](https://example.org/?a=1&b=2)", "a link"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("line  \nbreak", "line break"),
    ],
)
def test_only_words_are_left_of_what_was_rendered(source: str, words: str) -> None:
    assert html_text(render(source).html).split() == words.split()


@given(st.text("ab <>&\"'*_#`~|-\n[]()!", max_size=40))
def test_they_are_those_of_the_markdown(source: str) -> None:
    known = " ".join(block_texts(parser().parse(source))).split()
    found = html_text(render(source).html).split()
    assert "".join(found) == "".join(known)
