"""What every log promises: the database's on each database, and the one in memory."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from forum.core.events import Event
from forum.db.engine import Database, connect
from forum.db.log import DatabaseLog, append, trim
from forum.db.tables import LogEntry, LogHead
from realtime.log import Log, MemoryLog
from tests.services.databases import Databases

TABLES = [LogHead.__table__, LogEntry.__table__]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    name: ClassVar[str] = "ticked"
    number: int
    heard_by: tuple[str, ...] = field(default=("clock:1",))

    def channels(self) -> tuple[str, ...]:
        return self.heard_by

    def payload(self) -> dict[str, object]:
        return {"number": self.number}


def make_tables(url: str) -> None:
    async def make() -> None:
        database = connect(url)
        async with database.engines[0].begin() as connection:
            await connection.run_sync(LogHead.metadata.create_all, TABLES)
        await database.aclose()

    asyncio.run(make())


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(make_tables) as found:
        yield found


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    found = connect(url)
    yield found
    await found.aclose()


async def tick(database: Database, *events: Event, fail: bool = False) -> None:
    async with database.writer() as db, db.begin():
        await append(db, events)
        await asyncio.sleep(0.001)
        if fail:
            raise RuntimeError


Tick = Callable[[int], Awaitable[object]]


@pytest.fixture
def memory_log() -> tuple[Log, Tick]:
    kept = MemoryLog(keep=10_000)

    async def write(number: int) -> object:
        return kept.append("clock:1", f'{{"event":"ticked","number":{number}}}')

    return kept, write


@pytest.fixture
def sqlite_log(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.fresh(make_tables) as url:
        yield url


@pytest.fixture
def postgres_log(postgres_databases: Databases) -> Iterator[str]:
    with postgres_databases.fresh(make_tables) as url:
        yield url


LOGS = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.services)]


@pytest.fixture(params=LOGS)
def made(request: pytest.FixtureRequest) -> tuple[Log, Tick] | str:
    found: tuple[Log, Tick] | str = request.getfixturevalue(f"{request.param}_log")
    return found


@pytest.fixture
async def log(made: tuple[Log, Tick] | str) -> AsyncIterator[tuple[Log, Tick]]:
    if not isinstance(made, str):
        yield made
        return
    database = connect(made)
    yield DatabaseLog(database), lambda number: tick(database, Ticked(number))
    await database.aclose()


async def test_a_reader_reads_on_from_where_it_was(log: tuple[Log, Tick]) -> None:
    kept, write = log
    for number in range(1, 6):
        await write(number)
    head = await kept.read("clock:1", after=None)
    assert (head.offset, head.entries, head.complete) == (5, (), True)
    page = await kept.read("clock:1", after=2, epoch=head.epoch)
    assert [entry.offset for entry in page.entries] == [3, 4, 5]
    assert page.entries[0].data == '{"event":"ticked","number":3}'
    assert page.complete


async def test_a_reader_of_another_life_or_the_future_is_told(log: tuple[Log, Tick]) -> None:
    kept, write = log
    for number in range(3):
        await write(number)
    epoch = (await kept.read("clock:1", after=None)).epoch
    assert (await kept.read("clock:1", after=3, epoch=epoch)).complete
    assert not (await kept.read("clock:1", after=1, epoch="another")).complete
    assert not (await kept.read("clock:1", after=4, epoch=epoch)).complete
    assert not (await kept.read("clock:1", after=-1, epoch=epoch)).complete


async def test_history_comes_from_either_end(log: tuple[Log, Tick]) -> None:
    kept, write = log
    for number in range(1, 8):
        await write(number)
    first = await kept.read("clock:1", after=0, limit=2)
    last = await kept.read("clock:1", after=0, limit=2, reverse=True)
    assert [entry.offset for entry in first.entries] == [1, 2]
    assert [entry.offset for entry in last.entries] == [7, 6]
    assert first.complete
    assert last.complete


async def test_a_channel_never_written_to_stands_at_nothing(log: tuple[Log, Tick]) -> None:
    kept, write = log
    await write(1)
    page = await kept.read("clock:2", after=0)
    assert (list(page.entries), page.offset, page.complete) == ([], 0, True)
    assert not (await kept.read("clock:2", after=3)).complete
    heads = await kept.heads(["clock:1", "clock:2"])
    assert heads["clock:1"][0] == 1
    assert heads.get("clock:2", (0, ""))[0] == 0


async def test_who_listens_before_the_first_entry_recovers_it(database: Database) -> None:
    log = DatabaseLog(database)
    before = await log.read("clock:1", after=None)
    await tick(database, Ticked(1))
    page = await log.read("clock:1", after=before.offset, epoch=before.epoch)
    assert page.complete
    assert [entry.offset for entry in page.entries] == [1]


async def test_numbers_have_no_gap_though_writers_race_and_fail(database: Database) -> None:
    writers = [tick(database, Ticked(number), fail=number % 3 == 0) for number in range(30)]
    outcomes = await asyncio.gather(*writers, return_exceptions=True)
    assert [type(one) for one in outcomes].count(RuntimeError) == 10
    page = await DatabaseLog(database).read("clock:1", after=0)
    assert [entry.offset for entry in page.entries] == list(range(1, 21))
    assert page.complete


async def test_one_change_may_say_several_things_on_many_channels(database: Database) -> None:
    names = tuple(f"clock:{number}" for number in range(150))
    await tick(database, Ticked(1, names))
    await tick(database, Ticked(2, names), Ticked(3, names[::2]), Ticked(4, names))
    log = DatabaseLog(database)
    for place, name in enumerate(names):
        page = await log.read(name, after=0)
        numbers = [json.loads(entry.data)["number"] for entry in page.entries]
        assert numbers == ([1, 2, 3, 4] if place % 2 == 0 else [1, 2, 4])
        assert [entry.offset for entry in page.entries] == list(range(1, len(numbers) + 1))
        assert page.offset == len(numbers)


async def test_changes_of_several_channels_never_wait_for_each_other(database: Database) -> None:
    """Named in either order: without an order of locking this would end in a deadlock."""
    ab = [Ticked(number, ("a:1", "b:1")) for number in range(20)]
    ba = [Ticked(number, ("b:1", "a:1")) for number in range(20)]
    await asyncio.gather(
        *(tick(database, event) for pair in zip(ab, ba, strict=True) for event in pair)
    )
    log = DatabaseLog(database)
    assert {name: head[0] for name, head in (await log.heads(["a:1", "b:1"])).items()} == {
        "a:1": 40,
        "b:1": 40,
    }


async def test_who_is_too_far_behind_is_told(database: Database) -> None:
    for number in range(3):
        await tick(database, Ticked(number))
    log = DatabaseLog(database, limit=2)
    assert (await log.read("clock:1", after=1)).complete
    assert not (await log.read("clock:1", after=0)).complete


async def test_what_was_trimmed_is_missed_by_those_who_need_it_only(database: Database) -> None:
    await tick(database, *(Ticked(number) for number in range(10)))
    async with database.writer() as db, db.begin():
        assert await trim(db, "clock:1", keep=4) == 6
        assert await trim(db, "clock:1", keep=4) == 0
        assert await trim(db, "clock:2", keep=4) == 0
    log = DatabaseLog(database)
    assert (await log.read("clock:1", after=6)).complete
    behind = await log.read("clock:1", after=5)
    assert (behind.complete, list(behind.entries)) == (False, [])
    history = await log.read("clock:1", after=0, limit=10)
    assert (history.complete, [entry.offset for entry in history.entries]) == (
        False,
        [7, 8, 9, 10],
    )
    await tick(database, Ticked(11))
    assert (await log.read("clock:1", after=None)).offset == 11
