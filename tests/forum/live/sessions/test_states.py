from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from forum.live.parts import PART_NAMES, Part
from forum.live.sessions.states import (
    BEFORE,
    ENDED,
    STATE_NAMES,
    TRANSITIONS,
    NoSuchStep,
    SessionChanged,
    SessionState,
    check_step,
)

WAY = list(SessionState)[:-1]
"""All states but the cancelled one, in their usual order."""
states = st.sampled_from(SessionState)


def test_a_session_goes_its_usual_way() -> None:
    for state, to in pairwise(WAY):
        assert check_step(state, state, to) is to


def test_a_session_without_accreditation_goes_on_to_the_lobby() -> None:
    announced = SessionState.ANNOUNCED
    assert check_step(announced, announced, SessionState.LOBBY) is SessionState.LOBBY


def test_every_state_is_reached_and_has_a_name() -> None:
    reached = {to for following in TRANSITIONS.values() for to in following}
    assert reached | {SessionState.DRAFT} == set(TRANSITIONS) == set(STATE_NAMES)
    assert {state for state, following in TRANSITIONS.items() if not following} == ENDED
    assert set(PART_NAMES) == set(Part)


def test_what_has_begun_is_not_cancelled() -> None:
    found = {one for one, following in TRANSITIONS.items() if SessionState.CANCELLED in following}
    assert found == BEFORE


class TwoChairs(RuleBasedStateMachine):
    """Two people move a session on, each from what they last saw of it."""

    @initialize()
    def begin(self) -> None:
        self.state = SessionState.DRAFT
        self.seen = [self.state, self.state]
        self.steps: list[tuple[SessionState, SessionState]] = []

    @rule(who=st.integers(0, 1))
    def look(self, who: int) -> None:
        self.seen[who] = self.state

    @rule(who=st.integers(0, 1), to=states)
    def move(self, who: int, to: SessionState) -> None:
        before = self.state
        try:
            self.state = check_step(self.state, self.seen[who], to)
        except SessionChanged:
            assert self.seen[who] is not before
            return
        except NoSuchStep:
            assert to not in TRANSITIONS[before]
            return
        assert self.seen[who] is before
        self.steps.append((before, to))
        self.seen[who] = self.state

    @invariant()
    def every_step_was_one_that_somebody_saw_before_them(self) -> None:
        assert all(to in TRANSITIONS[state] for state, to in getattr(self, "steps", []))


TestTwoChairs = TwoChairs.TestCase
