"""The quorum to open a meeting, counted by delegations."""

import pytest

from forum.core.ids import DelegationId, MemberId
from forum.decisions.majorities import MAJORITY_PRESENT, NO_QUORUM, ONE_THIRD_PRESENT
from forum.live.profiles import ASEAN_CONSENSUS, ASEM_INFORMAL, UNGA
from forum.live.sessions.quorum import NoQuorum, Turnout, waivable
from forum.live.sessions.states import SessionState

SEATS = {
    DelegationId(of): {MemberId(10 * of), MemberId(10 * of + 1)} for of in range(1, 7)
}  # six delegations of two


def test_a_delegation_is_present_once_however_many_of_it_are_here() -> None:
    assert Turnout.of(SEATS, {10, 11, 20, 999}) == Turnout(delegations=6, present=2)


def test_a_third_is_enough_where_a_third_is_asked_for() -> None:
    Turnout.of(SEATS, {10, 20}).check(ONE_THIRD_PRESENT)
    with pytest.raises(NoQuorum) as refused:
        Turnout.of(SEATS, {10, 11}).check(ONE_THIRD_PRESENT)
    assert refused.value.data == {"quorum": 2, "present": 1}
    with pytest.raises(NoQuorum):
        Turnout.of(SEATS, {10, 20, 30}).check(MAJORITY_PRESENT)
    Turnout.of(SEATS, ()).check(NO_QUORUM)


def test_a_quorum_is_waived_by_whoever_opens_a_meeting_that_has_one() -> None:
    asked = [
        (one, state) for one in (ASEM_INFORMAL, ASEAN_CONSENSUS, UNGA) for state in SessionState
    ]
    found = [(one.name, state) for one, state in asked if waivable(state, one)]
    assert found == [(UNGA.name, SessionState.LOBBY)]
