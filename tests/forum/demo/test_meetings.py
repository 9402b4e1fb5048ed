"""The sessions of the demonstration in each kind of database, and who plays one of them."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from forum.core.actor import Actor
from forum.core.ids import SessionId
from forum.decisions.tables import Ballot, Decision
from forum.demo import queries
from forum.demo.meetings import IN_PROGRESS, playing, set_up
from forum.demo.player import Player
from forum.demo.queries import HELD
from forum.demo.script import Script
from forum.discussions.tables import Post, Topic
from forum.live.captions.rules import Via
from forum.live.captions.tables import LiveCaption
from forum.live.floor.rules import SlotState
from forum.live.floor.tables import FloorSlot
from forum.live.record.account import account_of
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.live.speech.presence import Presence
from forum.live.summaries.reading import summary
from forum.runtime import Runtime
from tests.factories import prepared
from tests.forum.demo.short import filled_with, opened
from tests.services.databases import Databases


def filled(url: str) -> None:
    """Fill a database with people and sessions; used as a template."""
    filled_with(Script(spaces=[], topics=[]), url)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(filled) as found:
        yield found


@pytest.fixture
async def runtime(url: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with opened(url, tmp_path) as found:
        yield found


async def _session(runtime: Runtime, title: str) -> LiveSession:
    async with runtime.database.reading() as db:
        return (await db.exec(select(LiveSession).where(LiveSession.title == title))).one()


async def test_one_session_is_over_with_its_record_and_topics(runtime: Runtime) -> None:
    session = await _session(runtime, HELD)
    assert session.id is not None
    assert session.state is SessionState.RECORD_FINAL
    async with runtime.database.reading() as db:
        record = await summary(db, Actor(), session.id, runtime.clock())
        found = await account_of(db, Actor(), session.id, runtime.clock())
        topics = (await db.exec(select(Topic))).all()
        posts = (await db.exec(select(Post))).all()
    assert record.final is not None
    assert record.final.is_intact
    assert "Camille\\, for France" in record.final.text
    assert Counter(found.statistics.decisions) == {"undecided": 2, "adopted": 1}
    assert set(found.statistics.languages["caption"]) == {"vi", "ko", "id", "ja", "en"}
    assert len(topics) == len(found.agenda)
    assert {"vi", "ko", "id", "ja", "th"} <= {post.language for post in posts}


async def test_setting_up_again_changes_nothing(runtime: Runtime) -> None:
    before = await playing(runtime)
    await set_up(runtime)
    assert await playing(runtime) == before
    async with runtime.database.reading() as db:
        assert sorted(await queries.session_titles(db)) == sorted([HELD, IN_PROGRESS])


class Watched(Presence):
    """Somebody reads every session."""

    def is_read(self, runtime: Runtime, session_id: SessionId) -> bool:
        return True


async def test_an_item_is_played_and_leaves_nothing_open(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, shown = await playing(runtime), list[dict[str, str]]()
    assert session is not None

    async def note(channel: str, data: str, **_more: str) -> None:
        said = json.loads(data)
        if said["event"] == "caption.partial":
            assert channel == f"session:{session}:{said['language']}"
            shown.append(said)

    monkeypatch.setattr(runtime.hub, "publish", note)
    await Player(runtime, Watched(), pace=100_000).play_item(session)
    async with runtime.database.reading() as db:
        rows = [row for row in await db.exec(select(LiveCaption)) if row.session_id == session]
        slots = [row.state for row in await db.exec(select(FloorSlot))]
        place = f"session:{session}"
        [poll] = (await db.exec(select(Decision).where(Decision.place == place))).all()
        ballots = (await db.exec(select(Ballot).where(Ballot.decision_id == poll.id))).all()
    assert len({row.language for row in rows}) == 4
    final = {row.key: row.text for row in rows if row.via is Via.TYPED}
    assert Counter(one["key"] for one in shown) == dict.fromkeys(final, 2)
    assert all(final[one["key"]].startswith(one["text"]) for one in shown)
    assert all(len(one["text"]) < len(final[one["key"]]) for one in shown)
    assert slots.count(SlotState.DONE) == 9
    assert not await _left(runtime, session)
    assert poll.closed_at is not None
    assert len(ballots) == 5


async def test_what_an_end_in_the_middle_left_is_cleared_away(runtime: Runtime) -> None:
    session = await playing(runtime)
    assert session is not None

    class Leaving(Presence):
        """Goes away when somebody speaks."""

        looks = 0

        def is_read(self, runtime: Runtime, session_id: SessionId) -> bool:
            self.looks += 1
            return self.looks < 12

    await Player(runtime, Leaving(), pace=100_000).play_item(session)
    assert not await _left(runtime, session)
    await Player(runtime, Watched(), pace=100_000).play_item(session)
    assert not await _left(runtime, session)


async def _left(runtime: Runtime, session: SessionId) -> bool:
    async with runtime.database.reading() as db:
        slots, polls = await queries.slots_left(db, session), await queries.polls_left(db, session)
    return bool(slots or polls)


@pytest.fixture
def bare_url(databases: Databases) -> Iterator[str]:
    with databases.fresh(prepared) as found:
        yield found


async def test_nothing_is_played_where_nothing_was_set_up(bare_url: str, tmp_path: Path) -> None:
    async with opened(bare_url, tmp_path) as runtime:
        await asyncio.wait_for(Player(runtime, Watched()).run(), timeout=20)
