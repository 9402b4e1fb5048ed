"""Coming into a room that has been busy: few questions to the database, and nothing old."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import event

from forum.accounts.actions.profile import change_profile
from forum.accounts.schemas import ProfileChange
from forum.db.log import append
from forum.live.profiles import ProfileName
from forum.live.sessions.doing import doing
from forum.live.sessions.events import SessionMoved
from forum.live.sessions.queries import entered
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.runtime import Runtime
from tests.client import API
from tests.forum.live.talk.room import Room

MOST_ASKED = 12
"""Questions that a room asks the database for a member who comes in, while others speak: what is
alike for everybody is kept. On PostgreSQL each is a way there and back."""
MOST_OF_SIGN_IN = 3
"""Questions about who they are, and how much they have not read."""


@pytest.fixture
def busy(room: Room) -> Room:
    """A room in which everything has begun."""
    chair = {"who": "chair"}
    room.move(SessionState.ANNOUNCED)
    room.client.do(with_straw_polls, room)
    item = done(room.post("/agenda", {"title": "Courses for all", "minutes": 15}, "ada"))["id"]
    room.move(SessionState.IN_SESSION)
    assert room.post("/agenda/open", {"item_id": item}, **chair).status_code == 204
    asked_for = {"item_id": item, "kind": "point_of_order"}
    done(room.post("/speakers", asked_for, "linh"))
    for title in ("Begin?", "Go on?"):
        draft = {"title": title, "language": "en", "method": "straw", "voters": "members"}
        done(room.post("/polls", {**draft, "is_open": True}, **chair))
    done(room.post("/questions", {"text": "Who pays for them?", "language": "en"}, "linh"))
    room.read_in("th")
    speak(room, "before")
    return room


async def with_straw_polls(runtime: Runtime, room: Room) -> None:
    async with runtime.database.writer() as db, db.begin():
        row = await db.get(LiveSession, room.id)
        assert row is not None
        row.profile = ProfileName.ASEAN_CONSENSUS


def done(answer: Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def speak(room: Room, when: str) -> None:
    """A line of chat and a caption, translated for whoever is here."""
    done(room.post("/chat", {"text": f"We agree, {when}.", "language": "en"}))
    said = {"key": when, "text": f"We come to the point, {when}.", "language": "en"}
    done(room.post("/captions", said, "somchai"))
    room.settle()


@contextmanager
def asked(room: Room) -> Iterator[list[str]]:
    """What the database is asked meanwhile; apart from how far channels have come."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not re.match(r"BEGIN|SELECT channel, ", statement):
            found.append(statement)

    engines = [one.sync_engine for one in room.client.runtime.database.engines]
    for one in engines:
        event.listen(one, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for one in engines:
            event.remove(one, "before_cursor_execute", note)


def come_in(room: Room, who: str) -> str:
    room.client.cookies.clear()
    room.client.sign_in(room.people.actors[who])
    page = room.client.get(f"/sessions/{room.id}?lang=th")
    assert page.status_code == 200
    return page.text


def test_who_comes_into_a_busy_room_makes_it_ask_little(busy: Room) -> None:
    come_in(busy, "nadja")
    speak(busy, "meanwhile")
    busy.client.cookies.clear()
    busy.client.sign_in(busy.people.actors["ines"])
    with asked(busy) as found:
        page = busy.client.get(f"/sessions/{busy.id}?lang=th").text
    assert len(found) <= MOST_ASKED + MOST_OF_SIGN_IN, "\n\n".join(one[:150] for one in found)
    for shown in (
        "Courses for all",
        "Go on?",
        "Who pays",
        "We agree, meanwhile",
        "the point, before",
    ):
        assert shown in page


def test_what_is_kept_of_a_room_says_who_somebody_is_now(busy: Room) -> None:
    assert "Linh of old" not in come_in(busy, "nadja")

    async def rename(runtime: Runtime) -> None:
        async with runtime.unit(busy.people.actors["linh"]) as unit:
            await change_profile(unit, ProfileChange(name="Linh of old"))

    busy.client.do(rename)
    panels = busy.client.get(f"/sessions/{busy.id}/panels?names=questions,floor").text
    assert panels.count("Linh of old") >= 2


def test_a_position_is_never_ahead_of_what_is_shown(busy: Room) -> None:
    """Another process has changed something, and word of it is on its way."""
    come_in(busy, "nadja")
    before = state(busy)["position"]["offset"]

    async def elsewhere(runtime: Runtime) -> None:
        actor = busy.people.actors["chair"]
        async with runtime.unit(actor) as unit:
            found = await entered(unit.db, actor, busy.id, unit.now)
            said = doing(unit, busy.id, found.standing)
            await append(unit.db, [SessionMoved(**said, state="in_session")])

    busy.client.do(elsewhere)
    assert state(busy)["position"]["offset"] == before


def state(room: Room) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = room.client.get(
        f"{API}/sessions/{room.id}/state?lang=th"
    ).json()
    return found
