"""What is shown of a post that was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.marking import LENGTH, as_html, excerpt, marked, spans
from forum.search.parsing import parse
from i18n.segment import graphemes
from tests.i18n.udhr import declaration


def html(text: str, query: str) -> str:
    return str(as_html(marked(text, parse(query).words)))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Open courses", "cours", "Open <mark>cours</mark>es"),
        ("Discourse of courses", "course", "Discourse of <mark>course</mark>s"),
        ("a courses b", '"course"', "a courses b"),
        ("L’Éducation nationale", "education", "L’<mark>Éducation</mark> nationale"),
        ("Straße & <b>", "strasse", "<mark>Straße</mark> &amp; &lt;b&gt;"),
        ("two,  words!", '"two words"', "<mark>two,  words</mark>!"),
        ("人人有受教育的权利", "教育", "人人有受<mark>教育</mark>的权利"),
        ("ทุกคนมีสิทธิในการศึกษา", "สิทธิ", "ทุกคนมี<mark>สิทธิ</mark>ในการศึกษา"),
        ("e\u0301te\u0301 chaud", "ete", "<mark>e\u0301te\u0301</mark> chaud"),
        ("عَرَبِيّ", "عربی", "<mark>عَرَبِيّ</mark>"),
        ("aa aa", "a aa", "<mark>aa</mark> <mark>aa</mark>"),
        ("open courses", "open open", "<mark>open</mark> courses"),
        ("nothing", "!!!", "nothing"),
    ],
)
def test_words_are_marked_as_search_reads_them(text: str, query: str, expected: str) -> None:
    assert html(text, query) == expected


def test_no_mark_begins_inside_of_a_letter() -> None:
    assert list(spans("ក្ក", parse("ក").words)) == [(0, 3)]


@given(
    st.text("ab é人ก์<&.\u0301\u200d🇫🇷\n", max_size=400), st.text("abé人ก์", min_size=1, max_size=4)
)
def test_marking_loses_nothing(text: str, query: str) -> None:
    pieces = marked(text, parse(query).words)
    assert "".join(piece.text for piece in pieces) == text


@given(st.text("ab é人ก์.\u0301", max_size=600), st.text("abé人ก์", min_size=1, max_size=4))
def test_an_excerpt_is_a_short_part_of_its_text_between_whole_characters(
    text: str, query: str
) -> None:
    pieces = excerpt(text, parse(query).words, 50)
    shown = "".join(piece.text for piece in pieces)
    part = shown.removeprefix("…").removesuffix("…")
    assert part in text
    assert len(part) <= 50
    if any(spans(text, parse(query).words)):
        assert any(piece.marked for piece in pieces)


@pytest.mark.parametrize("tag", ["th", "km", "zh-Hans", "my", "en", "ur"])
def test_an_excerpt_of_any_script_shows_the_match_and_whole_characters_around_it(tag: str) -> None:
    text = " ".join(declaration(tag)[:12])
    word = text[len(text) // 2 :].split()[1]
    pieces = excerpt(text, parse(f'"{word}"').words)
    shown = "".join(piece.text for piece in pieces)
    assert shown[0] == shown[-1] == "…"
    part = shown[1:-1]
    assert len(part) <= LENGTH
    assert any(piece.marked for piece in pieces)
    ends = {0}
    for grapheme in graphemes(text):
        ends.add(max(ends) + len(grapheme))
    assert text.index(part) in ends
    assert text.index(part) + len(part) in ends


def test_without_a_match_the_beginning_is_shown() -> None:
    text = "word " * 100
    assert as_html(excerpt(text, (), 12)) == "word word …"


def test_a_word_without_end_is_cut_between_characters() -> None:
    assert as_html(excerpt("x" * 300, (), 10)) == "x" * 10 + "…"
