from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.translations.rules import (
    BUDGET,
    BudgetSpent,
    LanguageNotDeclared,
    NoTranslation,
    SameLanguage,
    Status,
    again_after,
    approved,
    check_correction,
    confirmed,
    engines_of,
    failures_of,
    is_hopeless,
    next_day,
    refusal_of,
    status_of,
    via_of,
)
from i18n.translate.memory import Origin, Unit
from i18n.translate.translation import NO_WORDS, Segment


def made(origin: Origin, engine: str | None = "pseudo", via: str | None = None) -> Segment:
    return Segment("text", "memory", None, origin, engine, via)


KEPT = Segment("text", "kept", NO_WORDS)
FAILED = Segment("text", "kept", "unavailable")

WHOLES = [
    ([], Status.MACHINE),
    ([KEPT], Status.MACHINE),
    ([made("human"), made("human"), KEPT], Status.HUMAN),
    ([made("human"), made("reviewed")], Status.REVIEWED),
    ([made("human"), made("machine"), made("reviewed")], Status.MACHINE),
    ([made("human"), FAILED], Status.PARTIAL),
]


@pytest.mark.parametrize(("segments", "status"), WHOLES)
def test_a_whole_is_as_reliable_as_its_least_reliable_part(
    segments: list[Segment], status: Status
) -> None:
    assert status_of(segments) == status


SEGMENTS = st.sampled_from([made("human"), made("reviewed"), made("machine"), KEPT, FAILED])


@given(st.lists(SEGMENTS), SEGMENTS)
def test_one_more_part_never_makes_a_whole_more_reliable(
    segments: list[Segment], further: Segment
) -> None:
    order = [Status.PARTIAL, Status.MACHINE, Status.REVIEWED, Status.HUMAN]
    if any(segment.origin for segment in segments):
        before, after = status_of(segments), status_of([*segments, further])
        assert order.index(after) <= order.index(before)


def test_a_day_begins_at_midnight_by_utc_and_what_has_no_budget_is_tried_within_the_hour() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=-5)))
    assert next_day(noon) == datetime(2026, 3, 2, tzinfo=UTC)
    assert again_after(["refused"], noon) == noon + timedelta(hours=1)
    assert again_after(["refused", BUDGET], noon) == next_day(noon)
    assert isinstance(refusal_of(BUDGET), BudgetSpent)
    assert isinstance(refusal_of("refused"), NoTranslation)


def test_every_engine_is_named_once_and_a_pivot_too() -> None:
    segments = [made("machine", "a", None), made("machine", "b", "en"), made("human", None), KEPT]
    assert engines_of([*segments, *segments]) == "a + b"
    assert via_of(segments) == "en"
    assert (engines_of([KEPT]), via_of([KEPT])) == ("", None)


def test_only_parts_that_should_have_been_translated_count_as_failed() -> None:
    assert failures_of([KEPT, FAILED, FAILED, made("machine")]) == ["unavailable"]


def test_waiting_helps_where_one_engine_was_only_away() -> None:
    assert is_hopeless(["no_translation", "masks_lost"])
    assert not is_hopeless(["no_translation", "unavailable"])


def test_who_reads_a_language_corrects_what_is_translated_into_it() -> None:
    check_correction(["fr", "de"], "en", "de")
    with pytest.raises(LanguageNotDeclared):
        check_correction(["fr"], "en", "de")
    with pytest.raises(SameLanguage):
        check_correction(["de"], "de", "de")


def test_approval_keeps_what_a_person_wrote_a_persons() -> None:
    assert approved(Status.HUMAN) == Status.HUMAN
    assert approved(Status.MACHINE) == approved(Status.PARTIAL) == Status.REVIEWED


def test_a_person_who_says_the_same_as_an_engine_has_reviewed_it() -> None:
    said = Unit("k", "en", "de", "a", "b", "human")
    known = Unit("k", "en", "de", "a", "b", "machine", "pseudo", "fr")
    assert confirmed(known, said) == Unit("k", "en", "de", "a", "b", "reviewed", "pseudo", "fr")
    assert confirmed(said, said) == confirmed(None, said) == said
