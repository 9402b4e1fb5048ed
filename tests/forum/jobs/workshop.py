"""A runtime for jobs alone, with a clock that stands still until it is moved."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select

from forum.core.actor import SYSTEM
from forum.db import tables as db_tables
from forum.db.engine import connect
from forum.db.kept import Kept
from forum.db.log import DatabaseLog
from forum.jobs import tables as job_tables
from forum.jobs.bell import Bell
from forum.jobs.kinds import Handler
from forum.jobs.runner import Pace, Runner
from forum.jobs.tables import Job
from forum.runtime import Caches, Runtime
from forum.settings import Settings
from realtime.broker import open_broker
from realtime.hub import Hub

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TABLES = (db_tables, job_tables)


def prepared(url: str) -> None:
    """Give an empty database the tables that are known here."""

    async def make() -> None:
        database = connect(url)
        async with database.engines[0].begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
        await database.aclose()

    asyncio.run(make())


class Failed(Exception):
    """What a handler of these tests raises."""


@dataclass
class Workshop:
    """Adds jobs, makes workers, and notes what they did."""

    runtime: Runtime
    bell: Bell
    now: datetime = NOON
    done: list[object] = field(default_factory=list)
    failing: bool = False

    async def add(self, *names: str, kind: str = "note", after: timedelta = timedelta()) -> None:
        async with self.runtime.unit(SYSTEM) as unit:
            for name in names:
                unit.later(kind, due=self.now + after, name=name)

    async def note(self, _runtime: Runtime, data: Mapping[str, object]) -> None:
        if self.failing:
            raise Failed("not today\0")
        self.done.append(data["name"])

    def worker(self, pace: Pace | None = None, **more: Any) -> Runner:
        kinds: Mapping[str, Handler] = {"note": self.note, **more.pop("kinds", {})}
        return Runner(self.runtime, kinds, pace=pace, **{"bell": self.bell, **more})

    async def jobs(self) -> Sequence[Job]:
        async with self.runtime.database.reading() as db:
            return (await db.exec(select(Job).order_by(Job.id))).all()  # type: ignore[arg-type]

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@asynccontextmanager
async def open_workshop(url: str, folder: Path) -> AsyncIterator[Workshop]:
    """A workshop on a database that has its tables."""
    settings = Settings(database=url, data=folder, secret="x" * 32)  # type: ignore[arg-type]
    database, broker = connect(url), await open_broker("memory://")
    log, bell = DatabaseLog(database), Bell()
    runtime = Runtime(
        settings=settings,
        database=database,
        log=log,
        hub=Hub(log, broker),
        caches=Caches(*(Kept(log, most=9) for _ in range(4))),
        clock=lambda: found.now,
        key=b"x" * 32,
        enqueue=bell.enqueue,
    )
    found = Workshop(runtime, bell)
    yield found
    await broker.aclose()
    await database.aclose()
