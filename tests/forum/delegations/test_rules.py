"""When mandates count, and who may give them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import InvalidInput
from forum.core.ids import DelegationId
from forum.delegations.rules import (
    Capacity,
    Days,
    DelegationKind,
    Identity,
    MandateOverlaps,
    MandateState,
    OnBehalf,
    check_apart,
    check_identity,
    days_taken,
    may_name,
    state_at,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
SOME_DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
ANY_DAY = st.dates(FIRST, LAST)


@st.composite
def terms(draw: st.DrawFn) -> Days:
    first = draw(ANY_DAY)
    return Days(first, draw(st.none() | st.dates(first, LAST)))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@given(terms(), terms())
def test_terms_overlap_if_and_only_if_they_share_a_day(one: Days, other: Days) -> None:
    shared = any(day in one and day in other for day in SOME_DAYS)
    assert one.overlaps(other) is other.overlaps(one) is shared


@given(terms())
def test_a_term_overlaps_itself_and_begins_on_its_first_day(days: Days) -> None:
    assert days.overlaps(days)
    assert days.first in days
    assert days.first - timedelta(days=1) not in days


@given(terms(), ANY_DAY, ANY_DAY)
def test_on_each_day_a_mandate_is_coming_current_or_past(days: Days, end: date, day: date) -> None:
    ended = noon(end)
    state = state_at(days, ended, noon(day))
    if day >= end or (days.last is not None and day > days.last):
        assert state is MandateState.PAST
    else:
        assert state is (MandateState.CURRENT if day in days else MandateState.COMING)
    assert state_at(days, None, noon(day)) is not MandateState.PAST or day not in days


@given(terms(), ANY_DAY)
def test_days_before_the_one_on_which_it_was_ended_stay_taken(days: Days, end: date) -> None:
    left = days_taken(days, noon(end))
    assert days_taken(days, None) == days
    for day in SOME_DAYS:
        assert (left is not None and day in left) is (day in days and day < end)


@given(terms(), st.lists(terms() | st.none(), max_size=4))
def test_a_mandate_stands_beside_others_only_if_it_shares_no_day(
    days: Days, taken: list[Days | None]
) -> None:
    if any(other is not None and days.overlaps(other) for other in taken):
        with pytest.raises(MandateOverlaps):
            check_apart(days, taken)
    else:
        check_apart(days, taken)


def test_a_term_cannot_end_before_it_begins() -> None:
    with pytest.raises(InvalidInput) as refused:
        Days(LAST, FIRST)
    assert [fault.field for fault in refused.value.faults] == ["last_day"]


def test_focal_points_name_neither_heads_nor_focal_points() -> None:
    plain = {one for one in Capacity if may_name(one, is_focal_point=False)}
    assert plain == {Capacity.ALTERNATE, Capacity.ADVISER, Capacity.OBSERVER}
    assert not any(may_name(one, is_focal_point=True) for one in Capacity)


def test_heads_and_alternates_decide_and_advisers_speak() -> None:
    said = {one: OnBehalf(DelegationId(1), one) for one in Capacity}
    assert [said[one].decides for one in Capacity] == [True, True, False, False]
    assert [said[one].speaks for one in Capacity] == [True, True, True, False]


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        (DelegationKind.PARTNER, "partner"),
        (DelegationKind.STAKEHOLDER, "organisation_id"),
        (DelegationKind.GROUP, "name"),
    ],
)
def test_each_kind_of_delegation_needs_to_say_whom_it_stands_for(
    kind: DelegationKind, lacks: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_identity(Identity(kind, "", "", has_organisation=False))
    assert [fault.field for fault in refused.value.faults] == [lacks]
    check_identity(Identity(kind, "Name", "VN", has_organisation=True))
