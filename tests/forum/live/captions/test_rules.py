"""When captions can have been said, and who is shown which: pure."""

from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.core.errors import InvalidInput
from forum.live.captions.rules import (
    AHEAD_MS,
    KEPT_MS,
    LONGEST_MS,
    Heard,
    Provision,
    Span,
    Via,
    check_span,
    for_readers,
    provision,
    span_of,
)

NOW = 1_800_000_000_000


@dataclass(frozen=True)
class Said:
    began: int
    ended: int
    language: str = "th"
    via: Via = Via.TYPED


@pytest.mark.parametrize(
    ("span", "field"),
    [
        (Span(NOW, NOW), "ended"),
        (Span(NOW, NOW - 1), "ended"),
        (Span(NOW - LONGEST_MS - 1, NOW), "ended"),
        (Span(NOW, NOW + 3_600_000), "ended"),
        (Span(NOW, NOW + 10_001), "ended"),
        (Span(NOW - 3_600_000, NOW - 3_599_000), "began"),
        (Span(NOW - 5_001, NOW - 4_000), "began"),
    ],
)
def test_times_that_cannot_be_are_refused_by_name(span: Span, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_span(span, NOW, Span(NOW - 5_000, NOW - 4_500))
    assert [fault.field for fault in caught.value.faults] == [field]


@given(st.text(max_size=600), st.none() | st.integers(-LONGEST_MS, 9_000))
@example("Our clock was an hour ahead, and is right again.", 3_600_000)
@example("It was an hour behind.", -3_600_000)
def test_an_estimated_time_is_always_one_that_can_be(text: str, ago: int | None) -> None:
    before = None if ago is None else Span(NOW + ago - 1_000, NOW + ago)
    span = span_of(text, NOW, before)
    check_span(span, NOW, before)
    if before is not None and before.began <= NOW + AHEAD_MS:
        assert span.began >= (before.ended if before.ended < NOW else before.began)
    else:
        assert span.ended == NOW


def test_where_an_interpreter_speaks_readers_of_that_language_are_spared_the_floor() -> None:
    floor = [Said(0, 10), Said(10, 20), Said(20, 30)]
    french = Said(8, 19, "fr", Via.INTERPRETED)
    every = [*floor, french]
    assert for_readers(every, "fr") == [floor[2], french]
    assert for_readers(every, "th") == floor
    assert for_readers(every, "en") == floor


def test_what_is_spoken_in_a_language_is_shown_to_its_readers_beside_an_interpreter() -> None:
    own, french = Said(0, 10, "fr"), Said(0, 10, "fr", Via.INTERPRETED)
    assert for_readers([own, french], "fr") == [own, french]


@pytest.mark.parametrize(
    ("captions", "language", "untranslated", "state"),
    [
        ([], "fr", [], Provision.SILENT),
        ([Said(0, 1)], "th", [], Provision.SPOKEN),
        ([Said(0, 1)], "fr", [], Provision.TRANSLATED),
        ([Said(0, 1)], "fr", ["th"], Provision.MISSING),
        ([Said(0, 1), Said(1, 2, "fr")], "fr", ["th"], Provision.MISSING),
        ([Said(0, 1), Said(1, 2, "fr", Via.INTERPRETED)], "fr", ["th"], Provision.INTERPRETED),
        ([Said(1, 2, "fr", Via.INTERPRETED)], "de", [], Provision.SILENT),
    ],
)
def test_a_language_that_nobody_provides_is_missing_and_not_silent(
    captions: list[Said], language: str, untranslated: list[str], state: Provision
) -> None:
    assert provision(Heard.of(captions), language, untranslated) is state


def test_ten_minutes_are_kept_for_who_comes_late() -> None:
    assert KEPT_MS == 600_000
