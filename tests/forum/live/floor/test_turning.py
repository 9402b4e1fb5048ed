"""The meeting and its agenda move on while people speak and ask, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from forum.core.errors import ForumError
from forum.core.ids import ItemId
from forum.live.agenda.actions import open_item
from forum.live.sessions.actions import step_session
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from realtime.hub import Hub
from tests.client import running
from tests.factories import prepared
from tests.forum.live.floor.hall import CHAIR, LINH, MARC, Hall, build
from tests.services.fixtures import KINDS

MEETING, SUSPENDED = SessionState.IN_SESSION, SessionState.SUSPENDED


@pytest.fixture(scope="module", params=KINDS)
def building(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """The application with a session in it, on each kind of database."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("hall")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        yield build(client)


class Killed(Exception):
    """The process is no more."""


async def die(*_given: object) -> None:
    raise Killed


class DeadHub(Hub):
    """The hub of a process that ends when a change has been committed, and nothing more is done."""

    def __init__(self) -> None:
        """Without anything that a hub has."""

    async def announce(self, *_given: Any) -> None:
        raise Killed


def killed(hall: Hall, **dead: Any) -> None:
    """Have the chair suspend the meeting in a process that dies on the way."""

    async def suspend(runtime: Runtime) -> None:
        async with replace(runtime, **dead).unit(hall.people[CHAIR]) as unit:
            await step_session(unit, hall.session, SessionStep(expected=MEETING, to=SUSPENDED))

    with pytest.raises(Killed):
        hall.client.do(suspend)


def speaking(hall: Hall, who: str = LINH) -> int:
    slot = hall.asked(who)
    hall.acted(slot, "call", "listed")
    hall.acted(slot, "start", "called")
    return slot


def turn(hall: Hall, item: int | None) -> str:
    """Have the chair open another item, or none; gives the code of what refused it."""

    async def act(runtime: Runtime) -> str:
        try:
            async with runtime.unit(hall.people[CHAIR]) as unit:
                await open_item(unit, hall.session, None if item is None else ItemId(item))
        except ForumError as refusal:
            return refusal.code
        return ""

    return hall.client.do(act)


def test_a_clock_stops_with_the_meeting_or_neither_does_wherever_the_process_dies(
    hall: Hall,
) -> None:
    hall.open()
    speaking(hall)
    killed(hall, enqueue=die)
    assert hall.get()["speaker"]["state"] == "speaking"
    assert hall.get("")["state"] == "in_session"
    try:
        killed(hall, hub=DeadHub())
        found, state = hall.get()["speaker"], hall.get("")["state"]
    finally:
        hall.move_to(MEETING)
    assert (found["state"], found["clock"]["running_since"], state) == ("paused", None, "suspended")
    assert hall.log()[-1]["act"] == "pause"
    moved = [one for one in hall.log(everything=True) if one["event"] == "session.state"]
    assert moved[-1]["at"] == hall.log()[-1]["at"]


def test_who_speaks_has_spoken_when_the_item_is_closed_and_who_had_not_begun_waits(
    hall: Hall,
) -> None:
    hall.open()
    slot, item = speaking(hall), hall.item
    assert turn(hall, None) == ""
    assert [one["state"] for one in hall.get()["heard"]] == ["done"]
    assert hall.ask(MARC).json()["code"] == "item_not_open"
    assert turn(hall, item) == ""
    called = hall.asked(MARC)
    hall.acted(called, "call", "listed")
    hall.new_item()
    other = hall.item
    hall.open_item(item)
    assert turn(hall, other) == ""
    hall.item = item
    found = hall.get()
    assert (found["speaker"], [one["id"] for one in found["waiting"]]) == (None, [called])
    assert hall.act(called, "call", "listed").json()["code"] == "item_not_open"
    assert hall.act(slot, "resume", "done").json()["code"] == "item_not_open"


def test_a_point_of_order_is_ruled_on_before_the_meeting_turns_to_another_item(hall: Hall) -> None:
    hall.open()
    speaking(hall)
    point = hall.asked(MARC, "point_of_order")
    before = hall.log(everything=True)
    assert turn(hall, None) == "point_pending"
    assert hall.log(everything=True) == before
    hall.acted(point, "dismiss", "called")
    hall.acted(point, "appeal", "done", LINH)
    assert turn(hall, None) == "point_pending"
    hall.acted(point, "ruling_stands", "done")
    assert turn(hall, None) == ""


def test_a_point_of_order_needs_no_open_item_and_is_ruled_on(hall: Hall) -> None:
    assert turn(hall, None) == ""
    assert hall.send("POST", "/speakers", LINH, {"kind": "statement"}).status_code == 404
    raised = hall.send("POST", "/speakers", LINH, {"kind": "point_of_order"})
    assert (raised.status_code, raised.json()["item_id"]) == (201, hall.item)
    point = raised.json()["id"]
    hall.acted(point, "start", "called")
    assert hall.acted(point, "uphold", "speaking")["heard"][-1]["ruling"] == "upheld"
    hall.acted(point, "appeal", "done", MARC)
    assert hall.acted(point, "overrule", "done")["heard"][-1]["appeal"] == "overruled"
