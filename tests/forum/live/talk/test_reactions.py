"""Reactions: only sums, at most one push a second, never who."""

from typing import Any

from forum.live.reactions.gathering import Gathering
from forum.live.reactions.rules import LiveReaction, added
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime
from tests.forum.live.talk.room import Room


def flush(room: Room) -> None:
    gathering: Gathering = room.client.app_state["reactions"]

    async def act(_runtime: Runtime) -> None:
        await gathering.flush()

    room.client.do(act)


def react(room: Room, name: str = "applause", who: str = "linh") -> Any:
    return room.post("/reactions", {"name": name}, who)


def test_sums_are_sent_at_most_once_a_second_and_the_last_ones_always(room: Room) -> None:
    for who in ("linh", "nadja", "stranger"):
        assert react(room, who=who).status_code == 202
    flush(room)
    react(room, "thanks")
    flush(room)  # within the same second
    assert [data["sums"] for _, data in room.sent("reactions")] in (
        [{"applause": 3}],
        [{"applause": 3}, {"applause": 3, "thanks": 1}],  # the house's own second has passed
    )
    while len(room.sent("reactions")) < 2:
        flush(room)
    (_, first), (channel, last) = room.sent("reactions")
    assert (channel, last["sums"]) == ("", {"applause": 3, "thanks": 1})
    assert last["server_now"] - first["server_now"] >= 1_000
    assert set(last) == {"event", "sums", "server_now"}
    assert room.ask("GET", "/reactions").json() == {"sums": {"applause": 3, "thanks": 1}}
    assert room.log() == []


def test_what_is_no_reaction_or_comes_too_late_is_refused(room: Room) -> None:
    assert react(room, "boo").status_code == 422
    room.move(SessionState.CLOSED)
    assert react(room).json()["code"] == "not_at_this_stage"


def test_the_buttons_work_without_script(room: Room) -> None:
    room.move(SessionState.SUSPENDED)
    room.client.sign_in(room.people.actors["linh"])
    answer = room.client.post(f"/sessions/{room.id}/reactions", data={"name": "applause"})
    assert answer.status_code == 422  # the form's word is missing, and it says so
    assert "Applause" in answer.text


def test_sums_keep_to_the_reactions_that_there_are() -> None:
    assert added({"applause": 2, "old": 7}, {"slower": 1}) == {"applause": 2, "slower": 1}
    assert list(added({}, dict.fromkeys(LiveReaction, 1))) == [one.value for one in LiveReaction]
