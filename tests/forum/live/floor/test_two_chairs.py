"""Two chairs and many delegations act at once, each on what they last saw: the law of the list."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from forum.core.errors import ForumError
from forum.live.floor.acts import Act, SlotAct
from forum.live.floor.asking import Admit, Ask, Withdraw
from forum.live.floor.chairing import (
    Call,
    CloseList,
    Move,
    OpenList,
    Pause,
    PutBack,
    Resume,
    Start,
    Stop,
)
from forum.live.floor.points import AppealRuling, Raise, Rule, SettleAppeal
from forum.live.floor.rules import Ruling, SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList
from tests.forum.live.floor.floors import RANKED, START, opened, speaker

CHAIRS = st.integers(0, 1)
ToOne = Callable[[int, SlotState, datetime], Act]
TO_ONE: list[ToOne] = [Admit, Withdraw, Call, PutBack, Start, Pause, Resume, Stop]
S = SlotState
USUAL: dict[SlotState, list[ToOne]] = {
    S.REQUESTED: [Admit], S.LISTED: [Call, Withdraw], S.CALLED: [Start, PutBack, Start],
    S.SPEAKING: [Pause, Stop], S.PAUSED: [Resume, Stop, Resume],
}  # fmt: skip
"""What a chair does to a request that they see in a state."""
STEPS = {
    (S.REQUESTED, S.LISTED), (S.REQUESTED, S.WITHDRAWN), (S.LISTED, S.CALLED),
    (S.LISTED, S.WITHDRAWN), (S.CALLED, S.LISTED), (S.CALLED, S.SPEAKING), (S.CALLED, S.WITHDRAWN),
    (S.CALLED, S.DONE), (S.SPEAKING, S.PAUSED), (S.SPEAKING, S.DONE), (S.PAUSED, S.SPEAKING),
    (S.PAUSED, S.DONE), (S.SPEAKING, S.WITHDRAWN), (S.PAUSED, S.WITHDRAWN),
}  # fmt: skip
"""What a request goes through; the last two, and to be done at once, are of points of order."""


class TwoChairs(RuleBasedStateMachine):
    """The real list, and what each chair has on their screen: the list after their own last act."""

    @initialize()
    def begin(self) -> None:
        self.floor = opened(RANKED)
        self.seen = [self.floor, self.floor]
        self.now = START
        self.asked: list[int] = []
        self.calls: Counter[int] = Counter()

    def act(self, act: Act, who: int | None = None) -> None:
        """Apply an act as the database would, to the list as it is or not at all; show the doer."""
        before = self.floor
        try:
            self.floor = act.on(before)
        except ForumError:
            pass
        else:
            self.follow(before, self.floor)
            if isinstance(act, SlotAct):
                assert before.slot(act.slot).state is act.expected
        if who is not None:
            self.seen[who] = self.floor

    def follow(self, before: SpeakersList, after: SpeakersList) -> None:
        for slot in before.slots:
            state = after.slot(slot.id).state
            assert state is slot.state or (slot.state, state) in STEPS
            assert after.slot(slot.id).used(self.now) >= slot.used(self.now)
            self.calls[slot.id] += state is S.CALLED and slot.state is S.LISTED
            self.calls[slot.id] -= state is S.LISTED and slot.state is S.CALLED

    @rule(seconds=st.integers(0, 200))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(who=CHAIRS)
    def look(self, who: int) -> None:
        self.seen[who] = self.floor

    @rule(
        delegation=st.integers(1, 4),
        kind=st.sampled_from([SlotKind.STATEMENT, SlotKind.INTERVENTION, SlotKind.REPLY]),
        needs_consent=st.booleans(),
    )
    def ask(self, delegation: int, kind: SlotKind, *, needs_consent: bool) -> None:
        slot, who = len(self.asked), speaker(delegation, "ab"[delegation % 2])
        self.join(slot, Ask(slot, who, kind, self.now, needs_consent))

    @rule(delegation=st.integers(1, 4))
    def interrupt(self, delegation: int) -> None:
        slot = len(self.asked)
        self.join(slot, Raise(slot, speaker(delegation), self.now))

    def join(self, slot: int, act: Act) -> None:
        self.act(act)
        if len(self.floor.slots) > len(self.asked):
            self.asked.append(slot)

    @rule(who=CHAIRS, act=st.sampled_from(TO_ONE), data=st.data())
    def do_anything(self, who: int, act: ToOne, data: st.DataObject) -> None:
        slot = self.pick(who, data)
        if slot is not None:
            self.act(act(slot.id, slot.state, self.now), who)

    @rule(who=CHAIRS, data=st.data())
    def do_what_is_usual(self, who: int, data: st.DataObject) -> None:
        slots = [slot for slot in self.seen[who].slots if slot.state in USUAL]
        if slots:
            slot = data.draw(st.sampled_from(slots))
            act = data.draw(st.sampled_from(USUAL[slot.state]))
            self.act(act(slot.id, slot.state, self.now), who)

    @rule(who=CHAIRS)
    def go_on(self, who: int) -> None:
        """Start whoever was called, let them go on, or stop them: the debate as it mostly goes."""
        slot = next((one for one in self.seen[who].slots if one.has_floor), None)
        if slot is not None:
            self.act(USUAL[slot.state][-1](slot.id, slot.state, self.now), who)

    @rule(who=CHAIRS)
    def call_next(self, who: int) -> None:
        slot = self.seen[who].next
        if slot is not None:
            self.act(Call(slot.id, slot.state, self.now), who)

    @rule(who=CHAIRS, data=st.data())
    def move(self, who: int, data: st.DataObject) -> None:
        slot, other = self.pick(who, data), self.pick(who, data)
        if slot is not None and other is not None:
            self.act(Move(slot.id, slot.state, self.now, other.id), who)

    @rule(who=CHAIRS, ruling=st.sampled_from(Ruling))
    def decide(self, who: int, ruling: Ruling) -> None:
        point = self.seen[who].point
        if point is not None:
            self.act(Rule(point.id, point.state, self.now, ruling), who)

    @rule(who=CHAIRS, is_overruled=st.booleans())
    def appeal(self, who: int, *, is_overruled: bool) -> None:
        seen = self.seen[who]
        if seen.appealable is not None:
            self.act(AppealRuling(seen.appealable), who)
        elif seen.point is not None:
            self.act(SettleAppeal(seen.point.id, is_overruled), who)

    @rule(who=CHAIRS)
    def open_or_close(self, who: int) -> None:
        state = self.seen[who].state
        closing = CloseList(state, self.now)
        self.act(closing if state == "open" else OpenList(state, self.now), who)

    def pick(self, who: int, data: st.DataObject) -> Slot | None:
        """One of the requests that a chair sees, as they see it."""
        seen = self.seen[who].slots
        return data.draw(st.sampled_from(seen)) if seen else None

    @invariant()
    def nobody_is_lost_or_there_twice(self) -> None:
        assert sorted(slot.id for slot in self.floor.slots) == self.asked

    @invariant()
    def nobody_is_called_twice(self) -> None:
        assert all(times <= 1 for times in self.calls.values())

    @invariant()
    def one_has_the_floor_and_one_clock_runs(self) -> None:
        on_floor = [slot for slot in self.floor.slots if slot.has_floor]
        assert sum(slot.kind is SlotKind.POINT for slot in on_floor) <= 1
        assert sum(slot.kind is not SlotKind.POINT for slot in on_floor) <= 1
        assert sum(slot.running_since is not None for slot in on_floor) <= 1

    @invariant()
    def the_clock_runs_exactly_while_somebody_speaks(self) -> None:
        for slot in self.floor.slots:
            assert (slot.running_since is not None) == (slot.state is S.SPEAKING)
            assert (slot.ended_at is not None) == slot.has_ended

    @invariant()
    def all_have_spoken_no_longer_than_time_has_passed(self) -> None:
        spoken = sum((slot.used(self.now) for slot in self.floor.slots), timedelta())
        assert spoken <= self.now - START

    @invariant()
    def while_a_point_is_pending_nobody_else_speaks(self) -> None:
        point = self.floor.point
        if point is not None:
            others = (slot for slot in self.floor.slots if slot.id != point.id)
            assert all(slot.state is not S.SPEAKING for slot in others)


TestTwoChairs = TwoChairs.TestCase
TestTwoChairs.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
