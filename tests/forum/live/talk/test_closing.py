"""A session is closed while many write; `FORUM_TEST_CROWD` says how many."""

import asyncio
import os
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import select

from forum.live.chat import actions
from forum.live.chat.tables import ChatLine
from forum.live.sessions import actions as sessions
from forum.live.sessions.rules import NotAtThisStage
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.live.speech.schemas import LineDraft
from forum.runtime import Runtime
from tests.forum.live.talk.room import Room

CROWD = int(os.environ.get("FORUM_TEST_CROWD", "100"))


@pytest.mark.racing
def test_what_was_acknowledged_before_a_session_was_closed_stands_and_the_rest_is_refused(
    room: Room,
) -> None:
    acknowledged = room.client.do(closed_while_many_write, room)
    assert CROWD // 3 <= len(acknowledged) <= CROWD
    log = room.log()
    events = [one["event"] for one in log]
    assert events.count("chat.said") == len(acknowledged)
    assert events[-1] == "session.state"
    assert (log[-1]["state"], events.count("session.state")) == ("closed", 1)
    assert sorted(room.client.do(stored, room)) == sorted(acknowledged)
    late = room.post("/chat", {"text": "One more.", "language": "en"})
    assert (late.status_code, late.json()["code"]) == (409, "not_at_this_stage")
    room.settle()


async def closed_while_many_write(runtime: Runtime, room: Room) -> Sequence[str]:
    """The texts that were taken; the chair closes when a third of them were."""
    taken: list[str] = []
    some = asyncio.Event()

    async def say(number: int) -> None:
        text = f"Line {number}."
        try:
            async with runtime.unit(room.people.actors["linh"]) as unit:
                await actions.say(unit, room.id, LineDraft(text=text, language="en"))
        except (NotAtThisStage, PoolTimeout):  # the latter is answered 503: nothing was taken
            return
        taken.append(text)
        if len(taken) >= CROWD // 3:
            some.set()

    async def close() -> None:
        await some.wait()
        step = SessionStep(expected=SessionState.IN_SESSION, to=SessionState.CLOSED)
        async with runtime.unit(room.people.actors["chair"]) as unit:
            await sessions.step_session(unit, room.id, step)

    await asyncio.gather(close(), *map(say, range(CROWD)))
    return taken


async def stored(runtime: Runtime, room: Room) -> Sequence[str]:
    """What the chat holds."""
    async with runtime.database.reading() as db:
        return (await db.exec(select(ChatLine.text).where(ChatLine.session_id == room.id))).all()
