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
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Scope
from forum.db.log import trim
from forum.db.tables import LogEntry, LogHead
from forum.discussions.tables import Post
from forum.runtime import Runtime
from tests import factories
from tests.faults.cluster import Cluster
from tests.faults.reader import Reader
from tests.faults.writer import Writer
from tests.processes import ServeProcess
from tests.services.databases import PostgresDatabases
from tests.services.redis import RedisServer

FAULTS = int(os.environ.get("FORUM_TEST_FAULTS", "10"))
READERS = int(os.environ.get("FORUM_TEST_READERS", "60"))
REPLIES = int(os.environ.get("FORUM_TEST_REPLIES", "100"))
SEED = int(os.environ.get("FORUM_TEST_SEED", "1"))
WRITERS, TOPICS = 6, 10
PATIENCE = 60
"""Seconds until everybody knows everything again after the last fault."""

Log = dict[str, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """The processes, what reaches behind them, and what is written about."""

    processes: Sequence[ServeProcess]
    """Two that serve everything, and one that serves channels only."""
    runtime: Runtime
    author: Actor
    topics: Sequence[int]
    log: Log = field(default_factory=dict)
    """By channel and offset: what was there when it was last read or trimmed."""

    @property
    def urls(self) -> Sequence[str]:
        """Of the processes, in their order."""
        return [one.url for one in self.processes]

    @property
    def channels(self) -> Sequence[str]:
        """Of all topics."""
        return [f"topic:{topic}" for topic in self.topics]

    async def read_log(self, *, trimmed: bool = False) -> None:
        """Note what is in the log, and with `trimmed` take it out."""
        async with self.runtime.unit(SYSTEM) as unit:
            held = select(LogHead).where(col(LogHead.channel).in_(self.channels))
            await unit.db.exec(held.order_by(LogHead.channel).with_for_update())
            entries = select(LogEntry).order_by(col(LogEntry.offset))
            for entry in await unit.db.exec(entries):
                text = json.dumps(json.loads(entry.data), sort_keys=True)
                self.log.setdefault(entry.channel, {})[entry.offset] = text
            for channel in self.channels if trimmed else ():
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
        yield Setting(processes, product.runtime, author, topics)


async def test_what_is_acknowledged_is_kept_once_and_heard_in_order_whatever_ends(
    setting: Setting, private_redis: RedisServer
) -> None:
    chance = random.Random(SEED)
    readers, writers = _readers(setting, chance), await _writers(setting, chance)
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
                writing.create_task(one.run(setting.topics, enough))
            for fault in islice(cycle(cluster.faults()), FAULTS):
                await cluster.go_on(between)
                await fault()
            await cluster.go_on(between)
            enough.set()
        await _all_reach(readers, await _heads(setting.runtime))
    figures = _figures(readers, writers, time.monotonic() - began)
    assert sum(len(one.acknowledged) for one in writers) >= REPLIES
    assert await _stored(setting) == sorted(text for one in writers for text in one.acknowledged)
    await setting.read_log()
    _check_heard(setting.log, readers, before)
    print(figures)


def _readers(setting: Setting, chance: random.Random) -> Sequence[Reader]:
    some = [chance.sample(setting.channels, 2) for _ in range(READERS)]
    return [Reader(setting.urls, channels, chance) for channels in some]


async def _writers(setting: Setting, chance: random.Random) -> Sequence[Writer]:
    draft = TokenDraft(name="faults", scopes=[Scope.READ, Scope.WRITE])
    async with setting.runtime.unit(SYSTEM) as unit:
        word = (await add_token(unit, setting.author.require_member(), draft))[1]
    headers = {"authorization": f"Bearer {word}"}
    serves = setting.urls[:2]
    return [Writer(f"w{number}", headers, serves, chance) for number in range(WRITERS)]


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
        f"{sum(len(one.acknowledged) for one in writers)} replies acknowledged, "
        f"none lost or doubled, {sum(one.repeated for one in writers)} requests sent again; "
        f"{len(readers)} readers connected {sum(one.connections for one in readers)} times, "
        f"heard {sum(len(one.texts) for one in heard)} publications, "
        f"loaded anew {sum(one.renewals for one in heard)} times"
    )
