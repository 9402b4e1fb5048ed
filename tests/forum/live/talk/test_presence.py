"""Which languages count as present, and that noting them costs little."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from forum.live import talking
from forum.live.speech import queries
from forum.live.speech.presence import Presence, heard
from forum.live.speech.rules import PRESENT_FOR
from forum.runtime import Runtime
from forum.translations.engines import engines_of
from forum.translations.tables import Translation, TranslationSegment, TranslationUnit
from forum.translations.together import Together
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


def test_getting_ready_asks_no_engine_and_stores_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    get_ready = Together.get_ready

    async def noted(self: Together, kinds: set[str]) -> None:
        begun.append(kinds)
        await get_ready(self, kinds)
        begun.append("ended")

    async def look(runtime: Runtime) -> list[int]:
        async with runtime.database.reading() as db:
            tables = (Translation, TranslationSegment, TranslationUnit)
            return [(await db.exec(select(func.count()).select_from(one))).one() for one in tables]

    async def read(runtime: Runtime) -> None:
        desk = talking.open_desk(runtime, engines_of([], []))
        await desk.note()
        assert not begun
        for language in ("fr", "th"):
            await desk.note((room.id, language))
        await desk.settled()
        await desk.aclose()

    monkeypatch.setattr(Together, "get_ready", noted)
    before = room.client.do(look)
    room.client.do(read)
    assert begun == [{"answer", "caption", "chat", "question"}, "ended"]
    assert room.client.do(look) == before


def test_who_could_not_get_ready_translates_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_self: Together, _kinds: object) -> None:
        raise OSError

    async def read(runtime: Runtime) -> list[str]:
        desk = talking.open_desk(runtime, engines_of([], []))
        await desk.note((room.id, "ur"))
        await desk.settled()
        await desk.aclose()
        async with runtime.database.reading() as db:
            return [*await queries.languages_present(db, room.id, runtime.clock())]

    monkeypatch.setattr(Together, "get_ready", fail)
    assert room.client.do(read) == ["ur"]
    assert "could not get ready to translate" in caplog.text
