"""Which languages count as present, and that noting them costs little."""

from datetime import timedelta

from forum.live.speech import queries
from forum.live.speech.presence import Presence, heard
from forum.live.speech.rules import PRESENT_FOR
from forum.runtime import Runtime
from tests.forum.live.talk.room import Room


def test_only_channels_of_sessions_in_a_language_say_that_one_is_read() -> None:
    channels = ["session:3:fr", "session:3", "session:x:fr", "topic:3", "session:4:zh-Hans"]
    assert heard(channels) == {(3, "fr"), (4, "zh-Hans")}


def test_a_language_counts_for_a_while_and_is_noted_once_a_minute(room: Room) -> None:
    presence = Presence()

    async def look(runtime: Runtime) -> tuple[list[str], list[str]]:
        for _ in range(3):
            await presence.note(runtime, (room.id, "th"))
        now = runtime.clock()
        async with runtime.database.reading() as db:
            present = await queries.languages_present(db, room.id, now)
            later = await queries.languages_present(db, room.id, now + PRESENT_FOR)
        return list(present), list(later)

    assert room.client.do(look) == (["th"], [])
    again = Presence(every=0)
    room.client.do(again.note, (room.id, "fr"), (10**9, "fr"))  # of a session that is not there
    assert room.client.do(look)[0] == ["fr", "th"]
    assert timedelta(minutes=1) < PRESENT_FOR
