"""Queries as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import InvalidInput
from forum.discussions.rules import Kind
from forum.search.matching import fts5, tsquery
from forum.search.parsing import day, parse
from forum.search.rules import Asked, Filters, Phrase, check, is_original, place, post_at

QUERIES = st.one_of(
    st.text(),
    st.text("\"-: aé人ก*()^'\\|&!\0\ud800"),
    st.lists(
        st.sampled_from(["kind:question", "-x", '"a b"', "AND", "NEAR(", "space:", "in:title", "é"])
    ).map(" ".join),
)


def texts(phrases: tuple[Phrase, ...]) -> list[str]:
    return [phrase.text for phrase in phrases]


@given(QUERIES)
def test_whatever_is_typed_is_a_query_in_letters_that_no_index_takes_for_its_own(
    query: str,
) -> None:
    asked = parse(query)
    for phrase in (*asked.words, *asked.without):
        assert phrase.tokens
        assert not set("'\"\\*:()&|!<>^ \0") & set("".join(phrase.tokens))
    if asked.words:
        assert fts5(asked, (), in_title=False).count('"') == 2 * len(asked.words + asked.without)
        titled = asked.words + (asked.without if asked.filters.in_title else ())
        assert tsquery(asked, (), in_title=True).count("'^") == sum(
            len(phrase.tokens) for phrase in titled
        )


@given(QUERIES)
def test_a_query_is_answered_or_refused(query: str) -> None:
    asked = parse(query)
    try:
        check(asked)
    except InvalidInput as refusal:
        faults = [fault.field for fault in refusal.faults]
    else:
        faults = []
    can_be_answered = bool(asked.words) or any(asked.filters.given())
    assert faults == ["q"] or (faults == [] and can_be_answered)


@given(st.lists(st.text("abcdé", min_size=2), max_size=5))
def test_plain_words_stay_words_in_their_order(parts: list[str]) -> None:
    assert texts(parse(" ".join(parts)).words) == parts


def test_a_query_is_taken_apart() -> None:
    asked = parse('open “two words” -"not these" -fees KIND:question language:pt-BR -kind:x')
    assert texts(asked.words) == ["open", "two words"]
    assert [phrase.is_open for phrase in asked.words] == [True, False]
    assert texts(asked.without) == ["not these", "fees", "kind:x"]
    assert asked.filters == Filters(kind=Kind.QUESTION, language="pt-PT")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("space:Teaching-Staff", Filters(space="teaching-staff")),
        ("author:@Maria", Filters(author="maria")),
        ("after:2026-05", Filters(after=date(2026, 5, 1))),
        ("before:2026-07-15", Filters(before=date(2026, 7, 15))),
        ("in:title", Filters(in_title=True)),
        ("kind:question kind:resource", Filters(kind=Kind.RESOURCE)),
    ],
)  # fmt: skip
def test_filters_are_read(query: str, filters: Filters) -> None:
    assert parse(query) == Asked(filters=filters)


@pytest.mark.parametrize("query", ["colour:red", "kind:", "10:30", ":x", "https://example.org"])
def test_what_is_no_filter_is_a_word(query: str) -> None:
    asked = parse(query)
    assert not any(asked.filters.given())
    assert not asked.wrong
    assert texts(asked.words) == [query]


@pytest.mark.parametrize(
    "query", ["kind:song", "language:klingon", "space:a/b", "author:a/b", "before:tomorrow",
              "before:2026-13", "after:0001", "in:body"],
)  # fmt: skip
def test_a_filter_with_a_value_that_it_cannot_have_is_refused_but_not_between_quotes(
    query: str,
) -> None:
    asked = parse(query)
    assert asked == Asked(wrong=(query,))
    with pytest.raises(InvalidInput):
        check(asked)
    assert texts(parse(f'"{query}"').words) == [query]


def test_one_letter_is_a_whole_word_and_one_han_character_the_beginning_of_one() -> None:
    assert [phrase.is_open for phrase in parse('a 人 "人" -人').words] == [False, True, True]
    assert parse("x -人").without[0].is_open


def test_a_quotation_mark_alone_is_passed_over() -> None:
    assert texts(parse('"open courses').words) == ["open", "courses"]


def test_days_are_read_or_not() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)
    assert day("2023-02-29") is None
    assert day("1969") is None


def test_filters_of_the_address_stand_over_those_in_the_query() -> None:
    over = Filters(language="th").over(Filters(language="de", space="general"))
    assert over == Filters(language="th", space="general")


def test_rows_of_the_index_lead_to_their_posts() -> None:
    assert [post_at(place(7, number)) for number in (0, 255)] == [7, 7]  # type: ignore[arg-type]
    assert is_original(place(7, 0)) and not is_original(place(7, 1))  # type: ignore[arg-type]  # noqa: PT018
    with pytest.raises(ValueError, match="256"):
        place(7, 256)  # type: ignore[arg-type]
