"""A runtime for jobs alone, with a clock that stands still until it is moved."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from forum.core.actor import SYSTEM
from forum.jobs.bell import Bell
from forum.jobs.kinds import Handler
from forum.jobs.runner import Pace, Runner
from forum.jobs.tables import Job
from forum.runtime import Runtime
from forum.settings import Settings
from tests.factories import NOON
from tests.forum.runtimes import bare_runtime


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
    bell = Bell()
    async with bare_runtime(settings, lambda: found.now, bell) as runtime:
        found = Workshop(runtime, bell)
        yield found
