import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from forum.text.excerpt import ELLIPSIS, excerpt, shorten


def clusters(text: str) -> int:
    return sum(1 for _ in CharacterBreaker(text, "und"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("# Title\n\nText **bold** `code` ~~old~~", "Title Text bold code old"),
        (
            "[link](/t/1) <https://a.org> https://b.org @maria #tag",
            "link https://a.org https://b.org @maria #tag",
        ),
        ("![A map](/u/4/map.png) here", "A map here"),
        ("- a\n- b\n\n1. c", "a b c"),
        ("| a | b |\n|-|-|\n| c | d |", "a b c d"),
        ("a\nb  \nc", "a b c"),
        ("第一行\n第二行", "第一行第二行"),
        ("```\nx  =  1\n```", "x = 1"),
        ("    x", "x"),
        ("<b>a</b> &amp; &lt;", "<b>a</b> & <"),
        ("> quoted\n\nanswer", "answer"),
        ("> > deep\n\n> quoted", "deep quoted"),
        ("> quoted\n> > deep\n\nbefore\n> again\n\nafter", "before after"),
        ("***", ""),
        ("a\u202e &#x202E;b \u2066c", "a b c"),
    ],
)
def test_an_excerpt_is_the_text_on_one_line(source: str, text: str) -> None:
    assert excerpt(source) == text


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one, (two three", 8, "one…"),
        ("Donaudampfschiff", 6, "Donau…"),
        ("... ... ... one", 8, "... ...…"),
        ("อยากไปโรงเรียนวันนี้", 12, "อยากไป…"),
        ("ខ្ញុំចង់ទៅសាលារៀន", 6, "ខ្ញុំចង់ទៅ…"),
        ("东盟与欧洲教育合作", 5, "东盟与…"),
        ("यह हिन्दी है", 6, "यह हिन्दी…"),
        ("👨‍👩‍👧👩🏽‍🏫🇫🇷🇩🇪", 3, "👨‍👩‍👧👩🏽‍🏫…"),
    ],
)
def test_the_cut_falls_between_words(text: str, length: int, short: str) -> None:
    assert shorten(text, length) == short


@given(st.text(alphabet="ab ก็ี中文。한글\u0301👩🏽‍🏫🇫🇷 .,"), st.integers(2, 20))
def test_an_excerpt_is_never_longer_than_asked_for(text: str, length: int) -> None:
    short = shorten(text, length)
    assert clusters(short) <= length
    assert short == text or text.startswith(short.removesuffix(ELLIPSIS))


@given(st.text())
def test_an_excerpt_of_anything_is_one_line(source: str) -> None:
    assert "\n" not in excerpt(source, 40)
