"""Several people act on one list at the same moment, on both databases."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest

from forum.core.errors import ForumError
from forum.core.ids import SlotId
from forum.db.unit import Unit
from forum.live.floor import actions
from forum.live.floor.commands import Command
from forum.live.floor.rules import ListState, SlotKind, SlotState
from forum.live.floor.schemas import FloorOrder, FloorRequest, ListOrder
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import doing
from forum.live.sessions.events import SessionMoved
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests.client import running
from tests.factories import prepared
from tests.forum.live.floor.hall import CHAIR, LINH, MARC, OBSERVER, VICE, Hall, build
from tests.services.fixtures import KINDS

Deed = Callable[[Unit], Awaitable[object]]
DONE = "done"


@pytest.fixture(scope="module", params=KINDS)
def building(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """The application with a session in it, on each kind of database."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("hall")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        yield build(client)


def at_once(hall: Hall, *deeds: tuple[str, Deed]) -> list[str]:
    """What becomes of what several people do at the same moment: `done`, or the refusal's code."""

    async def one(runtime: Runtime, who: str, deed: Deed) -> str:
        try:
            async with runtime.unit(hall.people[who]) as unit:
                await deed(unit)
        except ForumError as refusal:
            return refusal.code
        return DONE

    async def all_of_them(runtime: Runtime) -> Sequence[str]:
        return await asyncio.gather(*(one(runtime, who, deed) for who, deed in deeds))

    return list(hall.client.do(all_of_them))


def order(hall: Hall, slot: int, act: Command, seen: SlotState = SlotState.LISTED) -> Deed:
    given = FloorOrder(act=act, expected=seen)
    return lambda unit: actions.carry_out(unit, hall.session, SlotId(slot), given)


def asking(hall: Hall, kind: SlotKind) -> Deed:
    given = FloorRequest(item_id=hall.item, kind=kind)
    return lambda unit: actions.request_floor(unit, hall.session, given)


def acts(hall: Hall) -> list[str]:
    return [str(one.get("act")) for one in hall.log()]


@pytest.mark.racing
def test_two_chairs_who_call_the_next_speaker_call_one_and_nobody_is_lost(hall: Hall) -> None:
    hall.open()
    first, second = hall.asked(LINH), hall.asked(MARC)
    done = at_once(
        hall, (CHAIR, order(hall, first, Command.CALL)), (VICE, order(hall, first, Command.CALL))
    )
    assert sorted(done) == [DONE, "floor_changed"]
    found = hall.get()
    assert found["speaker"]["id"] == first
    assert [one["id"] for one in found["waiting"]] == [second]
    assert acts(hall).count("call") == 1


@pytest.mark.racing
def test_two_chairs_who_call_different_speakers_give_the_floor_to_one(hall: Hall) -> None:
    hall.open()
    first, second = hall.asked(LINH), hall.asked(MARC)
    done = at_once(
        hall, (CHAIR, order(hall, first, Command.CALL)), (VICE, order(hall, second, Command.CALL))
    )
    assert sorted(done) == [DONE, "floor_taken"]
    found = hall.get()
    assert {found["speaker"]["id"], found["waiting"][0]["id"]} == {first, second}


@pytest.mark.racing
def test_a_speaker_who_withdraws_while_being_called_has_the_floor_or_is_gone(hall: Hall) -> None:
    hall.open()
    slot = hall.asked(LINH)
    called, withdrawn = at_once(
        hall,
        (CHAIR, order(hall, slot, Command.CALL)),
        (LINH, order(hall, slot, Command.WITHDRAW)),
    )
    assert {called, withdrawn} == {DONE, "floor_changed"}
    speaker = hall.get()["speaker"]
    assert (speaker is not None) == (called == DONE)
    assert hall.get(f"/speakers/{slot}")["state"] == ("called" if speaker else "withdrawn")


@pytest.mark.racing
def test_a_list_that_is_not_there_yet_is_made_once(hall: Hall) -> None:
    opened = ListOrder(state=ListState.OPEN, expected=ListState.CLOSED)

    def opening(unit: Unit) -> Awaitable[object]:
        return actions.change_list(unit, hall.session, hall.item, opened)

    done = at_once(hall, (CHAIR, opening), (VICE, opening))
    assert sorted(done) == [DONE, "floor_changed"]
    assert acts(hall) == ["open"]


@pytest.mark.racing
def test_one_of_two_points_of_order_raised_at_once_is_before_the_meeting(hall: Hall) -> None:
    done = at_once(hall, (LINH, asking(hall, SlotKind.POINT)), (MARC, asking(hall, SlotKind.POINT)))
    assert sorted(done) == [DONE, "point_pending"]
    assert acts(hall) == ["raise"]
    hall.acted(hall.get()["point"]["id"], "uphold", "called")


@pytest.mark.racing
def test_a_delegation_that_asks_twice_at_once_is_on_the_list_once(hall: Hall) -> None:
    hall.open()
    done = at_once(hall, *[(LINH, asking(hall, SlotKind.STATEMENT))] * 4)
    assert sorted(done) == [DONE, "slots_used", "slots_used", "slots_used"]
    assert len(hall.get()["waiting"]) == 1


@pytest.mark.racing
def test_all_who_ask_at_once_are_on_the_list_each_in_a_place_of_their_own(hall: Hall) -> None:
    hall.open()
    people = [
        (who, kind)
        for who in (LINH, MARC, OBSERVER)
        for kind in (SlotKind.STATEMENT, SlotKind.REPLY)
    ]
    done = at_once(hall, *((who, asking(hall, kind)) for who, kind in people))
    assert done == [DONE] * len(people)
    waiting = hall.get()["waiting"]
    assert len({one["id"] for one in waiting}) == len(people)
    assert [one["kind"] for one in waiting] == ["statement"] * 3 + ["right_of_reply"] * 3


@pytest.mark.racing
def test_nothing_is_done_on_the_floor_after_the_meeting_was_closed(hall: Hall) -> None:
    hall.open()
    slots = [hall.asked(LINH), hall.asked(MARC)]

    async def close(unit: Unit) -> None:
        row = await sessions.session_for_update(unit.db, unit.actor, hall.session)
        row.state = SessionState.CLOSED
        unit.emit(SessionMoved(**doing(unit, hall.session), state=row.state.value))

    try:
        done = at_once(
            hall,
            (CHAIR, order(hall, slots[0], Command.CALL)),
            (OBSERVER, asking(hall, SlotKind.STATEMENT)),
            (CHAIR, close),
            (MARC, order(hall, slots[1], Command.WITHDRAW)),
            (LINH, asking(hall, SlotKind.POINT)),
            (VICE, order(hall, slots[0], Command.WITHDRAW)),
        )
    finally:
        hall.move_to(SessionState.IN_SESSION)
    assert done[2] == DONE
    assert set(done) <= {DONE, "not_at_this_stage", "floor_changed", "point_pending"}
    told = hall.log(everything=True)
    at = max(place for place, one in enumerate(told) if one["event"] == "session.state")
    assert {one["at"] for one in told[at:]} == {told[at]["at"]}
    assert {one["act"] for one in told[at + 1 :]} <= {"put_back", "stop", "withdraw"}
    assert acts(hall).count("call") == done[:1].count(DONE)
