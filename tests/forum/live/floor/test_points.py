from datetime import timedelta

import pytest

from forum.live.floor.chairing import Call, CloseList, Resume, Start
from forum.live.floor.points import AppealRuling, Raise, Rule, SettleAppeal
from forum.live.floor.rules import (
    Appeal,
    FloorChanged,
    ListState,
    NotAppealable,
    Ruling,
    SlotState,
)
from forum.live.floor.speakers import SpeakersList
from forum.live.sessions.rules import PointPending
from tests.forum.live.floor.floors import START, after, ask, opened, played, speaker

LISTED, CALLED, PAUSED = SlotState.LISTED, SlotState.CALLED, SlotState.PAUSED


def debate() -> SpeakersList:
    """Somebody has spoken for ten seconds, another waits."""
    return played(opened(), ask(1), ask(2), Call(1, LISTED, START), Start(1, CALLED, START))


def raised() -> SpeakersList:
    return Raise(9, speaker(9), after(10)).on(debate())


def ruled(ruling: Ruling = Ruling.DISMISSED) -> SpeakersList:
    return Rule(9, CALLED, after(20), ruling).on(raised())


def test_a_point_interrupts_whoever_speaks_and_their_clock_stands() -> None:
    floor = raised()
    assert (floor.slot(1).state, floor.slot(1).used(after(60))) == (PAUSED, timedelta(seconds=10))
    assert floor.point == floor.slot(9)
    assert floor.slot(9).limit == timedelta(minutes=5)


def test_a_point_is_raised_on_a_closed_list_and_while_nobody_speaks() -> None:
    closed = CloseList(ListState.OPEN, START).on(opened())
    assert Raise(9, speaker(9), START).on(closed).point is not None
    with pytest.raises(FloorChanged):
        Raise(1, speaker(9), START).on(debate())


def test_nothing_goes_on_before_the_ruling() -> None:
    for act in (Resume(1, PAUSED, START), Raise(10, speaker(10), START)):
        with pytest.raises(PointPending):
            act.on(raised())
    waiting = Raise(9, speaker(9), START).on(ask(1).on(opened()))
    with pytest.raises(PointPending):
        Call(1, LISTED, START).on(waiting)


def test_a_ruling_ends_the_point_whether_or_not_it_was_explained() -> None:
    explained = Start(9, CALLED, after(12)).on(raised())
    floor = Rule(9, SlotState.SPEAKING, after(20), Ruling.UPHELD).on(explained)
    assert floor.slot(9).spent == timedelta(seconds=8)
    assert (floor.point, floor.slot(9).decision) == (None, Ruling.UPHELD)
    assert Resume(1, PAUSED, after(30)).on(floor).slot(1).left(after(40)) == timedelta(seconds=280)


def test_only_points_of_order_are_ruled_on_and_once() -> None:
    with pytest.raises(FloorChanged):
        Rule(1, SlotState.SPEAKING, START, Ruling.UPHELD).on(debate())
    with pytest.raises(FloorChanged):
        Rule(9, CALLED, START, Ruling.UPHELD).on(ruled())


@pytest.mark.parametrize(
    ("is_overruled", "appeal", "decision"),
    [(False, Appeal.STANDS, Ruling.DISMISSED), (True, Appeal.OVERRULED, Ruling.UPHELD)],
)
def test_an_appeal_stops_everything_until_the_meeting_has_decided(
    *, is_overruled: bool, appeal: Appeal, decision: Ruling
) -> None:
    appealed = AppealRuling(9).on(ruled())
    with pytest.raises(PointPending):
        Resume(1, PAUSED, START).on(appealed)
    settled = SettleAppeal(9, is_overruled).on(appealed)
    assert (settled.slot(9).appeal, settled.slot(9).decision) == (appeal, decision)
    assert Resume(1, PAUSED, START).on(settled).speaker is not None


def test_an_overruled_point_that_was_upheld_is_dismissed() -> None:
    floor = SettleAppeal(9, is_overruled=True).on(AppealRuling(9).on(ruled(Ruling.UPHELD)))
    assert floor.slot(9).decision is Ruling.DISMISSED
    assert floor.slot(1).decision is None


def test_a_ruling_is_appealed_against_at_once_or_not_at_all() -> None:
    with pytest.raises(NotAppealable):
        AppealRuling(9).on(Resume(1, PAUSED, START).on(ruled()))
    with pytest.raises(NotAppealable):
        AppealRuling(9).on(AppealRuling(9).on(ruled()))
    with pytest.raises(NotAppealable):
        AppealRuling(1).on(ruled())
    with pytest.raises(NotAppealable):
        AppealRuling(9).on(Raise(10, speaker(10), after(30)).on(ruled()))
    with pytest.raises(FloorChanged):
        SettleAppeal(9, is_overruled=True).on(ruled())
