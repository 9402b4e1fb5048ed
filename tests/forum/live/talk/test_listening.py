"""Who hears a session, in which languages, and that whoever may no longer is cut off at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.websockets import WebSocketDisconnect

from forum.accounts import actions as accounts
from forum.core.actor import Actor
from forum.core.ids import SpaceId
from forum.live.sessions.channels import concerned
from forum.live.sessions.tables import LiveSession
from forum.runtime import Runtime
from forum.spaces import actions as spaces
from forum.spaces import queries as spaces_queries
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange
from tests import factories
from tests.forum.live.talk.room import Room
from tests.listening import Listener, listens

FORCED, EXPIRED, INSUFFICIENT = 3503, 3005, 2500


@contextmanager
def hearing(room: Room, who: Actor, *tails: str) -> Iterator[Listener]:
    """Somebody who is subscribed to the session's channel, and to it in a language."""
    with listens(room.client, who) as listener:
        for number, tail in enumerate(tails, 2):
            answer = listener.ask(number, subscribe={"channel": f"session:{room.id}{tail}"})
            assert "subscribe" in answer, (tail, answer)
        yield listener


def is_shut(room: Room, who: str) -> bool:
    """Whether neither the channels nor anything at the session's addresses is there for them."""
    with listens(room.client, room.people.actors[who]) as listener:
        answers = [
            listener.ask(number, subscribe={"channel": f"session:{room.id}{tail}"})
            for number, tail in enumerate(("", ":en"), 2)
        ]
    paths = ("/chat", "/questions", "/captions", "/captions/languages", "/state", "/reactions")
    found = {room.ask("GET", path, who).status_code for path in paths}
    return found == {404} and all("error" in one for one in answers)


def move_to_space(room: Room, slug: str) -> None:
    async def move(runtime: Runtime) -> None:
        await factories.space(runtime, slug)
        async with runtime.unit(room.people.actors["ada"]) as unit:
            space = await spaces_queries.space_by_slug(unit.db, unit.actor, slug)
            row = await unit.db.get_one(LiveSession, room.id)
            row.space_id = SpaceId(space.id or 0)

    room.client.do(move)


def test_a_space_that_closes_shuts_its_sessions_to_who_was_not_let_in(room: Room) -> None:
    slug = f"space-{room.id}"
    move_to_space(room, slug)

    async def close(runtime: Runtime) -> None:
        async with runtime.unit(room.people.actors["ada"]) as unit:
            await spaces.change_space(unit, slug, SpaceChange(access=Access.PRIVATE))

    with hearing(room, room.people.actors["stranger"], "", ":en", ":ur") as listener:
        room.client.do(close)
        pushed = [listener.next_push("unsubscribe") for _ in range(3)]
    assert {one["channel"].partition(":")[2] for one in pushed} == {
        f"{room.id}",
        f"{room.id}:en",
        f"{room.id}:ur",
    }
    assert {one["unsubscribe"]["code"] for one in pushed} == {INSUFFICIENT}
    assert is_shut(room, "stranger")
    assert not is_shut(room, "linh")  # who was let in follows a session in whatever space


def test_only_what_is_heard_of_a_session_or_of_its_space_is_asked_again(room: Room) -> None:
    slug = f"space-{room.id}"
    move_to_space(room, slug)
    own = {f"session:{room.id}", f"session:{room.id}:zh-Hans"}
    others = {f"session:{room.id + 10**6}", "session:x", "session:", f"topic:{room.id}"}
    for about in (f"space:{slug}", f"session:{room.id}"):
        assert room.client.do(concerned, about, own | others) == own


def test_whoever_is_let_in_no_more_is_hung_up_on(room: Room) -> None:
    nadja = room.people.actors["nadja"]
    body = {"access": "accredited"}
    room.client.do(set_state, room, "suspended")
    assert room.ask("PATCH", "", "ada", json=body).status_code == 200
    rows = room.ask("GET", "/participants", "ada").json()
    number = next(one["id"] for one in rows if one["member"]["id"] == nadja.member_id)
    with hearing(room, nadja, "", ":fr") as listener:
        given = {"reason": "Replaced."}
        gone = room.post(f"/requests/{number}/withdrawal", given, "ada")
        assert gone.is_success, gone.text
        with pytest.raises(WebSocketDisconnect) as end:
            listener.hear_out()
    assert end.value.code == EXPIRED
    assert is_shut(room, "nadja")


async def set_state(runtime: Runtime, room: Room, state: str) -> None:
    async with runtime.unit(room.people.actors["ada"]) as unit:
        row = await unit.db.get_one(LiveSession, room.id)
        row.state = type(row.state)(state)


def test_whoever_is_suspended_is_hung_up_on(room: Room) -> None:
    member = room.client.member(f"guest{room.id}")

    async def suspend(runtime: Runtime) -> None:
        async with runtime.unit(room.people.actors["ada"]) as unit:
            await accounts.suspend(unit, member.require_member())

    with hearing(room, member, "", ":en") as listener:
        room.client.do(suspend)
        with pytest.raises(WebSocketDisconnect) as end:
            listener.hear_out()
    assert end.value.code == FORCED


def test_members_listen_in_any_language_and_visitors_in_those_offered(room: Room) -> None:
    with hearing(room, room.people.actors["stranger"], ":en", ":ur") as listener:
        for number, tag in enumerate(("xx", "EN", "zh", "en:fr"), 9):
            channel = f"session:{room.id}:{tag}"
            assert "error" in listener.ask(number, subscribe={"channel": channel}), tag
    room.client.cookies.clear()  # somebody may have signed in
    with room.client.websocket_connect("/connection/websocket") as wire:
        visitor = Listener(wire)
        visitor.ask(1, connect={})
        assert "subscribe" in visitor.ask(2, subscribe={"channel": f"session:{room.id}:fr"})
        assert "error" in visitor.ask(3, subscribe={"channel": f"session:{room.id}:ur"})


def test_a_language_that_is_offered_no_more_is_asked_about_again(room: Room) -> None:
    room.client.do(set_state, room, "suspended")
    with hearing(room, room.people.actors["stranger"], "", ":fr") as listener:
        assert room.ask("PATCH", "", "ada", json={"languages": ["en"]}).status_code == 200
        assert listener.next_push("unsubscribe")["unsubscribe"]["code"] == INSUFFICIENT
