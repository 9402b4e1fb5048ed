from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.ids import DelegationId
from forum.delegations.rules import Capacity, OnBehalf
from forum.live.parts import Part
from forum.live.sessions.rules import (
    RULES,
    Deed,
    MutedHere,
    NotAtThisStage,
    NotYourPart,
    Standing,
    check,
    may,
)
from forum.live.sessions.states import SessionState

states = st.sampled_from(SessionState)
behalves = st.builds(OnBehalf, st.just(DelegationId(1)), st.sampled_from(Capacity))
standings = st.builds(
    Standing,
    st.frozensets(st.sampled_from(Part)),
    st.none() | behalves,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def behalf(capacity: Capacity) -> OnBehalf:
    return OnBehalf(DelegationId(1), capacity)


def delegate(capacity: Capacity, *, is_muted: bool = False) -> Standing:
    return Standing(frozenset({Part.DELEGATE}), behalf(capacity), is_muted=is_muted)


def test_a_vote_commits_a_delegation() -> None:
    for capacity in (Capacity.HEAD, Capacity.ALTERNATE):
        check(delegate(capacity), Deed.VOTE, SessionState.IN_SESSION)
    for other in (delegate(Capacity.ADVISER), Standing(frozenset(Part))):
        with pytest.raises(NotYourPart):
            check(other, Deed.VOTE, SessionState.IN_SESSION)


def test_an_adviser_speaks_and_an_observer_of_a_delegation_does_not() -> None:
    check(delegate(Capacity.ADVISER), Deed.ASK_FLOOR, SessionState.LOBBY)
    with pytest.raises(NotYourPart):
        check(delegate(Capacity.OBSERVER), Deed.ASK_FLOOR, SessionState.LOBBY)


def test_a_stakeholder_who_takes_part_for_themselves_asks_for_the_floor() -> None:
    stakeholder = frozenset({Part.STAKEHOLDER})
    assert may(Standing(stakeholder), Deed.ASK_FLOOR)
    assert may(Standing(stakeholder, behalf(Capacity.HEAD)), Deed.ASK_FLOOR)
    assert not may(Standing(stakeholder, behalf(Capacity.OBSERVER)), Deed.ASK_FLOOR)
    assert not may(Standing(frozenset({Part.DELEGATE})), Deed.ASK_FLOOR)


def test_only_a_chair_rules_and_only_while_the_meeting_runs() -> None:
    chair, office = (Standing(frozenset({part})) for part in (Part.VICE_CHAIR, Part.SECRETARIAT))
    check(chair, Deed.RULE, SessionState.IN_SESSION)
    with pytest.raises(NotYourPart):
        check(office, Deed.RULE, SessionState.IN_SESSION)
    with pytest.raises(NotAtThisStage):
        check(chair, Deed.RULE, SessionState.SUSPENDED)


def test_the_host_may_what_the_secretariat_may() -> None:
    host, office = Standing(is_host=True), Standing(frozenset({Part.SECRETARIAT}))
    assert [may(host, deed) for deed in Deed] == [may(office, deed) for deed in Deed]


def test_who_is_muted_follows_and_votes_and_raises_points_of_order() -> None:
    muted = delegate(Capacity.HEAD, is_muted=True)
    with pytest.raises(MutedHere):
        check(muted, Deed.CHAT, SessionState.IN_SESSION)
    whole = delegate(Capacity.HEAD)
    lost = [deed for deed in Deed if may(whole, deed) and not may(muted, deed)]
    assert lost == [Deed.ASK_FLOOR, Deed.CHAT, Deed.ASK_QUESTION, Deed.REACT]


def test_a_visitor_watches() -> None:
    assert not any(may(Standing(frozenset(Part), is_known=False), deed) for deed in Deed)


@given(standings, st.sampled_from(Deed), states)
def test_what_is_checked_is_what_may_be_done_at_its_stage(
    standing: Standing, deed: Deed, state: SessionState
) -> None:
    allowed = may(standing, deed) and state in RULES[deed].states
    if allowed:
        check(standing, deed, state)
    else:
        with pytest.raises((NotYourPart, NotAtThisStage, MutedHere)):
            check(standing, deed, state)


@given(standings, st.sampled_from(Part), st.sampled_from(Deed))
def test_another_part_takes_nothing_away_but_speaking_for_oneself(
    standing: Standing, part: Part, deed: Deed
) -> None:
    more = replace(standing, parts=standing.parts | {part})
    assert may(more, deed) or not may(standing, deed) or part is Part.DELEGATE
