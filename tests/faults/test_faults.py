"""Processes and servers end while people write and listen: nothing acknowledged is lost.

`FORUM_TEST_FAULTS` (how many), `FORUM_TEST_READERS`, `FORUM_TEST_REPLIES` (acknowledged, at least)
and `FORUM_TEST_SEED` make it longer, wider or another; `make faults` runs the long one.
"""

import asyncio
import json
import math
import os
import random
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from forum.core.actor import SYSTEM, Actor
from forum.db.log import trim
from forum.db.tables import LogEntry, LogHead
from forum.discussions.tables import Post
from forum.runtime import Runtime
from tests import factories
from tests.faults.cluster import Cluster
from tests.faults.meeting import Busy, Meeting, all_defects, busy, headers_of, hold, propose
from tests.faults.reader import Reader
from tests.faults.writer import Act, Client, Done, Writer
from tests.processes import ServeProcess
from tests.services.databases import PostgresDatabases
from tests.services.redis import RedisServer

FAULTS = int(os.environ.get("FORUM_TEST_FAULTS", "10"))
READERS = int(os.environ.get("FORUM_TEST_READERS", "60"))
REPLIES = int(os.environ.get("FORUM_TEST_REPLIES", "100"))
SEED = int(os.environ.get("FORUM_TEST_SEED", "1"))
REST = float(os.environ.get("FORUM_TEST_REST", "0.1"))
"""Seconds between two replies of a writer: without them, a process that takes long to start is
waited for by writing, and everybody hearing, as much as the machine can."""
WRITERS, TOPICS = 6, 10
"""Of replies; three more act in a session."""
PATIENCE = 60
"""Seconds until everybody knows everything again after the last fault."""

Log = dict[str, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """The processes, what reaches behind them, what is written about, and a session under way."""

    processes: Sequence[ServeProcess]
    """Two that serve everything, and one that serves channels only."""
    runtime: Runtime
    author: Actor
    topics: Sequence[int]
    meeting: Meeting
    log: Log = field(default_factory=dict)
    """By channel and offset: what was there when it was last read or trimmed."""

    @property
    def urls(self) -> Sequence[str]:
        """Of the processes, in their order."""
        return [one.url for one in self.processes]

    @property
    def topic_channels(self) -> Sequence[str]:
        """Of all topics."""
        return [f"topic:{topic}" for topic in self.topics]

    @property
    def channels(self) -> Sequence[str]:
        """Those, and that of the session, whose log is its record and never trimmed."""
        return [*self.topic_channels, f"session:{self.meeting.session}"]

    async def read_log(self, *, trimmed: bool = False) -> None:
        """Note what is in the log, and with `trimmed` take it out."""
        async with self.runtime.unit(SYSTEM) as unit:
            held = select(LogHead).where(col(LogHead.channel).in_(self.channels))
            await unit.db.exec(held.order_by(LogHead.channel).with_for_update())
            entries = select(LogEntry).order_by(col(LogEntry.offset))
            for entry in await unit.db.exec(entries):
                text = json.dumps(json.loads(entry.data), sort_keys=True)
                self.log.setdefault(entry.channel, {})[entry.offset] = text
            for channel in self.topic_channels if trimmed else ():
                assert await trim(unit.db, channel, keep=0)


@pytest.fixture
def started(
    postgres_databases: PostgresDatabases, private_redis: RedisServer, tmp_path: Path
) -> Iterator[tuple[str, Sequence[ServeProcess]]]:
    """The URL of their database, and the processes."""
    with postgres_databases.fresh(factories.prepared) as url, ExitStack() as stack:
        env = {
            "FORUM_DATABASE": url,
            "FORUM_BROKER": private_redis.url,
            "FORUM_DATA": str(tmp_path),
            "FORUM_SECRET": "x" * 32,
            "FORUM_RATE_LIMITS": "false",
        }
        commands = "serve", "serve", "realtime"
        processes = [ServeProcess(env, folder=tmp_path, command=one) for one in commands]
        for one in processes:
            one.start()
            stack.callback(one.kill)
        yield url, processes


@pytest.fixture
async def setting(
    started: tuple[str, Sequence[ServeProcess]], tmp_path: Path
) -> AsyncIterator[Setting]:
    """See `Setting`."""
    url, processes = started
    async with factories.product(url, tmp_path) as product:
        author = await factories.member(product.runtime)
        await factories.space(product.runtime)
        topics = [await factories.topic(product.runtime, author) for _ in range(TOPICS)]
        meeting = await hold(product.runtime)
        yield Setting(processes, product.runtime, author, topics, meeting)


async def test_what_is_acknowledged_is_kept_once_and_heard_in_order_whatever_ends(
    setting: Setting, private_redis: RedisServer
) -> None:
    chance = random.Random(SEED)
    session = await _session(setting, chance)
    replying = await _writers(setting, chance)
    readers, writers = _readers(setting, chance), [*replying, *session.writers]
    trimmed = partial(setting.read_log, trimmed=True)
    *serves, channels = setting.processes
    cluster = Cluster(serves, channels, private_redis, readers, writers, chance, trimmed)
    between = math.ceil(REPLIES / (FAULTS + 1) / WRITERS)
    before, began = await _heads(setting.runtime), time.monotonic()
    async with _running(*(one.run() for one in readers)):
        await _all_reach(readers, before)
        enough = asyncio.Event()
        async with asyncio.TaskGroup() as writing:
            for one in writers:
                writing.create_task(one.run(enough))
            for fault in islice(cycle(cluster.faults()), FAULTS):
                await cluster.go_on(between)
                await fault()
            await cluster.go_on(between)
            enough.set()
        await _all_reach(readers, await _heads(setting.runtime))
    figures = _figures(readers, writers, time.monotonic() - began)
    assert sum(len(one.acknowledged) for one in writers) >= REPLIES
    said = [done.act.body["body"] for one in replying for done in one.acknowledged]
    assert await _stored(setting) == sorted(said)
    await setting.read_log()
    _check_heard(setting.log, readers, before)
    async with setting.runtime.database.reading() as db:
        await session.check(db, setting.urls[0])
    async with setting.runtime.database.reading() as db:
        assert await all_defects(db) == []
    print(figures)


def _readers(setting: Setting, chance: random.Random) -> Sequence[Reader]:
    """Of two topics each, every third of a topic and the session."""
    session = setting.channels[-1]
    some = [chance.sample(setting.topic_channels, 2) for _ in range(READERS)]
    some[::3] = [[first, session] for first, _ in some[::3]]
    return [Reader(setting.urls, channels, chance) for channels in some]


async def _writers(setting: Setting, chance: random.Random) -> Sequence[Writer]:
    headers, serves = await headers_of(setting.runtime, setting.author), setting.urls[:2]

    def writer(name: str) -> Writer:
        def reply(number: int, _before: Done | None) -> Act:
            topic = setting.topics[number % TOPICS]
            body = {"body": f"{name} {number}", "language": "en"}
            return Act(f"/topics/{topic}/posts", body, headers)

        return Writer(name, Client(serves, chance), reply, rest=REST)

    return [writer(f"w{number}") for number in range(WRITERS)]


async def _session(setting: Setting, chance: random.Random) -> Busy:
    serves = setting.urls[:2]
    poll = await propose(setting.meeting, serves[0], "straw", options=["A", "B", "C"])
    return busy(setting.meeting, poll, (Client(serves, chance) for _ in count()))


@asynccontextmanager
async def _running(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do what never ends, as long as the block lasts; what fails ends the block."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in work]
        yield
        for task in tasks:
            task.cancel()


async def _all_reach(readers: Sequence[Reader], heads: dict[str, int]) -> None:
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(one.reach(heads) for one in readers))


async def _heads(runtime: Runtime) -> dict[str, int]:
    async with runtime.database.reading() as db:
        rows = await db.exec(select(LogHead.channel, LogHead.offset))
        return {str(row[0]): int(row[1]) for row in rows}


async def _stored(setting: Setting) -> Sequence[str]:
    """The texts of all replies."""
    async with setting.runtime.database.reading() as db:
        query = select(Post.source).where(col(Post.topic_id).in_(setting.topics), Post.number > 1)
        return sorted(await db.exec(query))


def _check_heard(log: Log, readers: Sequence[Reader], before: Mapping[str, int]) -> None:
    """Everybody has what the log has, in its order, since the state that they loaded last."""
    for reader in readers:
        for channel, heard in reader.heard.items():
            assert heard.wrong == []
            assert heard.start == before[channel] or heard.renewals
            expected = [pair for pair in log[channel].items() if pair[0] > heard.start]
            assert list(heard.texts.items()) == expected


def _figures(readers: Sequence[Reader], writers: Sequence[Writer], seconds: float) -> str:
    heard = [one for reader in readers for one in reader.heard.values()]
    return (
        f"\n{FAULTS} faults in {seconds:.0f} s: "
        f"{sum(len(one.acknowledged) for one in writers)} acts acknowledged, "
        f"none lost or doubled, {sum(one.client.repeated for one in writers)} requests sent again; "
        f"{len(readers)} readers connected {sum(one.connections for one in readers)} times, "
        f"heard {sum(len(one.texts) for one in heard)} publications, "
        f"loaded anew {sum(one.renewals for one in heard)} times"
    )
