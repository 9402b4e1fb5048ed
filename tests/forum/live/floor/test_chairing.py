from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.live.floor.asking import Withdraw
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
from forum.live.floor.points import Raise
from forum.live.floor.rules import (
    FloorChanged,
    FloorTaken,
    ListState,
    SlotState,
)
from forum.live.floor.speakers import SpeakersList
from forum.live.sessions.rules import PointPending
from tests.forum.live.floor.floors import START, after, ask, opened, played, speaker, waiting

LISTED, CALLED = SlotState.LISTED, SlotState.CALLED
SPEAKING, PAUSED = SlotState.SPEAKING, SlotState.PAUSED


def three() -> SpeakersList:
    return played(opened(), ask(1), ask(2), ask(3))


def speaking() -> SpeakersList:
    return played(three(), Call(1, LISTED, after(10)), Start(1, CALLED, after(20)))


def test_a_speaker_is_called_begins_pauses_goes_on_and_ends() -> None:
    floor = played(
        speaking(),
        Pause(1, SPEAKING, after(50)),
        Resume(1, PAUSED, after(100)),
        Stop(1, SPEAKING, after(110)),
    )
    slot = floor.slot(1)
    assert (slot.state, slot.called_at, slot.ended_at) == (SlotState.DONE, after(10), after(110))
    assert slot.spent == timedelta(seconds=40)
    assert (floor.speaker, floor.remaining, floor.next) == (None, 2, floor.slot(2))


def test_two_chairs_who_call_the_next_call_one() -> None:
    both = Call(1, LISTED, START)
    floor = both.on(three())
    with pytest.raises(FloorChanged):
        both.on(floor)
    assert waiting(floor) == [2, 3]


def test_one_has_the_floor_at_a_time() -> None:
    with pytest.raises(FloorTaken):
        Call(2, LISTED, START).on(speaking())


def test_who_is_absent_keeps_their_place() -> None:
    floor = played(three(), Call(2, LISTED, START), PutBack(2, CALLED, START))
    assert waiting(floor) == [1, 2, 3]
    assert floor.slot(2).called_at is None


def test_a_point_of_order_is_not_put_back_or_stopped() -> None:
    floor = Raise(9, speaker(9), after(30)).on(three())
    with pytest.raises(PointPending):
        PutBack(9, CALLED, START).on(floor)
    begun = Start(9, CALLED, START).on(floor)
    with pytest.raises(PointPending):
        Stop(9, SPEAKING, START).on(begun)


def test_over_time_follows_from_the_clock() -> None:
    floor, slot = speaking(), speaking().slot(1)
    assert slot.left(after(319)) == timedelta(seconds=1)
    assert not slot.is_over_time(after(320))
    assert slot.is_over_time(after(321))
    assert slot.left(after(330)) == timedelta(seconds=-10)
    assert not Stop(1, SPEAKING, after(330)).on(floor).slot(1).is_over_time(after(900))


def test_a_clock_that_runs_behind_takes_no_time_back() -> None:
    floor = Pause(1, SPEAKING, after(5)).on(speaking())
    assert floor.slot(1).spent == timedelta()


def test_how_long_all_who_are_listed_will_take() -> None:
    assert three().predicted(START) == timedelta(minutes=15)
    assert speaking().predicted(after(80)) == timedelta(minutes=14)
    assert speaking().predicted(after(2_000)) == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("slot", "place", "order"),
    [(3, None, [3, 1, 2]), (1, 2, [2, 1, 3]), (1, 3, [2, 3, 1]), (2, 1, [1, 2, 3])],
)
def test_a_request_is_moved_behind_another(slot: int, place: int | None, order: list[int]) -> None:
    assert waiting(Move(slot, LISTED, START, place).on(three())) == order


def test_the_only_request_stays_where_it_is() -> None:
    assert waiting(Move(1, LISTED, START).on(ask(1).on(opened()))) == [1]


def test_nothing_is_moved_behind_somebody_who_waits_no_longer() -> None:
    with pytest.raises(FloorChanged):
        Move(3, LISTED, START, after=1).on(speaking())
    with pytest.raises(FloorChanged):
        Move(3, LISTED, START, after=3).on(three())
    with pytest.raises(FloorChanged):
        Move(1, SPEAKING, START).on(speaking())


def test_a_list_is_opened_and_closed_once() -> None:
    floor = opened()
    with pytest.raises(FloorChanged):
        OpenList(ListState.CLOSED, START).on(floor)
    longer = OpenList(ListState.OPEN, START, after(600)).on(floor)
    assert longer.closes_at == after(600)
    closed = CloseList(ListState.OPEN, after(5)).on(longer)
    assert (closed.state, closed.closes_at) == (ListState.CLOSED, after(5))
    with pytest.raises(FloorChanged):
        CloseList(ListState.OPEN, after(6)).on(closed)
    with pytest.raises(FloorChanged):
        CloseList(ListState.CLOSED, after(6)).on(closed)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=8))
def test_the_clock_shows_what_was_spoken_and_no_pause(spans: list[tuple[int, int]]) -> None:
    at, spoken = 20, 0
    floor = speaking()
    for seconds, pause in spans:
        floor = Pause(1, SPEAKING, after(at + seconds)).on(floor)
        floor = Resume(1, PAUSED, after(at + seconds + pause)).on(floor)
        at, spoken = at + seconds + pause, spoken + seconds
    assert floor.slot(1).used(after(at)) == timedelta(seconds=spoken)
    assert floor.slot(1).left(after(at + 7)) == timedelta(seconds=300 - spoken - 7)


def test_a_point_can_be_withdrawn_and_the_debate_goes_on() -> None:
    floor = Raise(9, speaker(9), after(30)).on(speaking())
    with pytest.raises(PointPending):
        Resume(1, PAUSED, after(40)).on(floor)
    gone = Withdraw(9, CALLED, after(40)).on(floor)
    assert Resume(1, PAUSED, after(41)).on(gone).slot(1).used(after(41)) == timedelta(seconds=10)
