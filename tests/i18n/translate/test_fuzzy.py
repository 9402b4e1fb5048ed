import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from i18n.translate.fuzzy import LEAST, lengths, near
from i18n.translate.memory import Origin, Unit


def unit(original: str, origin: Origin = "machine") -> Unit:
    return Unit(original, "en", "fr", original, original.upper(), origin)


def test_the_nearest_come_first_and_what_is_too_far_does_not_come() -> None:
    units = [unit("The bus leaves at noon"), unit("Something else"), unit("The bus leaves at nine")]
    found = near("The bus leaves at nine.", units)
    assert [one.unit.original for one in found] == [
        "The bus leaves at nine",
        "The bus leaves at noon",
    ]
    assert found[0].score > found[1].score >= LEAST


def test_of_equal_ones_a_persons_comes_first_and_no_more_come_than_are_wanted() -> None:
    units = [unit("Tram"), unit("Tram", "human"), unit("Trams"), unit("Trame")]
    found = near("Tram", units, most=2)
    assert [one.unit.origin for one in found] == ["human", "machine"]


def test_without_units_there_is_nothing_near() -> None:
    assert near("Tram", []) == []


@given(st.text("ab", min_size=1, max_size=20), st.text("ab", max_size=30))
def test_no_text_of_another_length_is_near_enough(text: str, other: str) -> None:
    shortest, longest = lengths(text)
    if fuzz.ratio(text, other) >= LEAST:
        assert shortest <= len(other) <= longest
    if len(other) > longest or len(other) < shortest:
        assert near(text, [unit(other)]) == []


@pytest.mark.parametrize("count", [1, 200])
def test_near_ones_among_many_are_found(count: int) -> None:
    units = [unit(f"Line {n} of the timetable of bus {n * 7}") for n in range(count)]
    (first, *_) = near("Line 0 of the timetable of bus 0!", units)
    assert first.unit.original == "Line 0 of the timetable of bus 0"
