import pytest
from hypothesis import given
from hypothesis import strategies as st

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
standings = st.builds(
    Standing,
    st.frozensets(st.sampled_from(Part)),
    st.none() | st.integers(1, 3),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def delegate(**more: bool) -> Standing:
    return Standing(frozenset({Part.DELEGATE}), delegation=1, **more)


def test_a_vote_commits_a_delegation() -> None:
    check(delegate(decides=True), Deed.VOTE, SessionState.IN_SESSION)
    for other in (delegate(), delegate(speaks=True), Standing(frozenset(Part), decides=True)):
        with pytest.raises(NotYourPart):
            check(other, Deed.VOTE, SessionState.IN_SESSION)


def test_an_adviser_speaks_and_an_observer_of_a_delegation_does_not() -> None:
    check(delegate(speaks=True), Deed.ASK_FLOOR, SessionState.LOBBY)
    with pytest.raises(NotYourPart):
        check(delegate(), Deed.ASK_FLOOR, SessionState.LOBBY)


def test_a_stakeholder_who_takes_part_for_themselves_asks_for_the_floor() -> None:
    assert may(Standing(frozenset({Part.STAKEHOLDER})), Deed.ASK_FLOOR)
    assert not may(Standing(frozenset({Part.STAKEHOLDER}), delegation=4), Deed.ASK_FLOOR)
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
    muted = delegate(speaks=True, decides=True, is_muted=True)
    with pytest.raises(MutedHere):
        check(muted, Deed.CHAT, SessionState.IN_SESSION)
    whole = delegate(speaks=True, decides=True)
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
    more = Standing(
        standing.parts | {part},
        standing.delegation,
        speaks=standing.speaks,
        decides=standing.decides,
        is_host=standing.is_host,
        is_muted=standing.is_muted,
        is_known=standing.is_known,
    )
    assert may(more, deed) or not may(standing, deed) or part is Part.DELEGATE
