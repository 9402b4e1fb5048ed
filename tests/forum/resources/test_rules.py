"""When an address counts as dead."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.resources.licences import ADDRESSES, licence_url
from forum.resources.rules import (
    LONGEST_WAIT,
    Licence,
    LinkState,
    Outcome,
    after,
    is_own_fault,
    outcome_of,
)
from forum.resources.words import LEVELS, LICENCES, SUBJECTS, TYPES, card_choices
from tests.factories import NOON

NEW = LinkState(0, None, None, NOON)
DAY = timedelta(days=1)


def told(*outcomes: tuple[Outcome, float]) -> LinkState:
    """What is known after checks on these days."""
    state = NEW
    for outcome, day in outcomes:
        state = after(outcome, state, NOON + day * DAY)
    return state


GONE, SILENT, REACHED, UNKNOWN = Outcome.GONE, Outcome.SILENT, Outcome.REACHED, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("outcomes", "since"),
    [
        ([(GONE, 0)], None),
        ([(GONE, 0), (GONE, 1)], None),
        ([(GONE, 0), (GONE, 0.1), (GONE, 0.2)], None),
        ([(GONE, 0), (GONE, 3)], None),
        ([(GONE, 0), (SILENT, 1), (GONE, 2)], NOON),
        ([(GONE, 0), (GONE, 1), (GONE, 2), (GONE, 9)], NOON),
        ([(GONE, 0), (GONE, 1), (GONE, 2), (REACHED, 3)], None),
        ([(GONE, 0), (REACHED, 1), (GONE, 2), (GONE, 3)], None),
        ([(GONE, 0), (UNKNOWN, 1), (GONE, 2), (GONE, 3)], NOON),
        ([(GONE, 0), (GONE, 1), (GONE, 2), (UNKNOWN, 3)], NOON),
        ([(REACHED, 0), (GONE, 1), (GONE, 2), (GONE, 3)], NOON + DAY),
    ],
)
def test_an_address_is_dead_after_three_failures_over_two_days(
    outcomes: list[tuple[Outcome, float]], since: datetime | None
) -> None:
    assert told(*outcomes).unreachable_since == since


@given(st.lists(st.tuples(st.sampled_from(Outcome), st.floats(0, 90)), max_size=12))
def test_the_next_check_is_later_and_never_too_late(
    outcomes: list[tuple[Outcome, float]],
) -> None:
    ordered = sorted(outcomes, key=lambda one: one[1])
    if ordered:
        now = NOON + ordered[-1][1] * DAY
        state = told(*ordered)
        assert now < state.due <= now + LONGEST_WAIT
        assert (state.failures == 0) == (state.failing_since is None)
        assert state.unreachable_since in {None, state.failing_since}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, REACHED), (206, REACHED), (304, REACHED), (302, REACHED),
        (401, UNKNOWN), (403, UNKNOWN), (405, UNKNOWN), (429, UNKNOWN), (416, UNKNOWN),
        (404, GONE), (410, GONE), (500, GONE), (503, GONE),
    ],
)  # fmt: skip
def test_what_a_status_says(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) is outcome


def test_where_nobody_answers_our_own_line_is_down() -> None:
    assert is_own_fault({"a": [SILENT], "b": [SILENT, SILENT], "c": [SILENT]})
    assert not is_own_fault({"a": [SILENT], "b": [SILENT]})
    assert not is_own_fault({"a": [SILENT], "b": [SILENT], "c": [GONE]})
    assert not is_own_fault({})


def test_every_choice_has_its_words() -> None:
    assert (set(TYPES), set(LICENCES)) == (set(type(next(iter(TYPES)))), set(Licence))
    assert all(len(dict(found)) == len(found) for found in card_choices("en").values())
    assert {len(found) for found in card_choices("fr").values()} == {
        len(TYPES), len(LICENCES), len(LEVELS), len(SUBJECTS),
    }  # fmt: skip


def test_every_licence_can_be_read_somewhere() -> None:
    assert set(Licence) - set(ADDRESSES) == {Licence.RESERVED, Licence.UNKNOWN}
    assert licence_url(Licence.UNKNOWN) == ""
