"""Does the jobs that are due: at least once each, several at a time, in order of their hour."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from uuid import uuid4

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import JobId
from forum.jobs import queries
from forum.jobs.attempt import attempt
from forum.jobs.bell import Bell
from forum.jobs.kinds import Batch, Handler
from forum.jobs.tables import Job
from forum.runtime import Runtime

log = logging.getLogger(__name__)

NOTHING: Mapping[str, timedelta] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works.

    Attributes:
        parallel: most jobs at the same time.
        poll: seconds between looks for jobs that other processes have added.
        breath: seconds between the bell and the look that it asks for: it may ring again at once.
        gather: seconds between two batches, in which jobs that are done together come together.
        lease: how long a worker that gives no sign keeps its jobs.
        longest: seconds after which a handler is stopped, and the job counts as failed.
        grace: seconds that jobs under way are given when the worker is told to stop.
    """

    parallel: int = 4
    poll: float = 1.0
    breath: float = 0.05
    gather: float = 0.5
    lease: timedelta = timedelta(seconds=60)
    longest: float = 600.0
    grace: float = 20.0


class Runner:
    """One worker.

    A job whose worker is killed is taken over when the worker's claim runs out. One that fails is
    tried again with growing delays, and laid aside when it is hopeless; see `rules`.

    Args:
        runtime: given to every handler.
        kinds: handlers by kind of job; jobs of other kinds are left to other workers.
        bell: rung when this process has added a job.
        recurring: kinds that are due again and again, and how often.
        at_start: those of them that are due whenever a worker starts: what an upgrade has left.
        pace: how the worker works.
    """

    def __init__(
        self,
        runtime: Runtime,
        kinds: Mapping[str, Handler],
        *,
        bell: Bell | None = None,
        recurring: Mapping[str, timedelta] = NOTHING,
        at_start: Collection[str] = (),
        pace: Pace | None = None,
    ) -> None:
        self._runtime, self._kinds = runtime, kinds
        self._recurring, self._at_start = recurring, at_start
        self._bell, self._pace = bell or Bell(), pace or Pace()
        self._word = uuid4().hex
        self._running: dict[asyncio.Task[None], Sequence[JobId]] = {}
        self._prompt = {kind: one for kind, one in kinds.items() if not _gathers(one)}
        self._gathering_until = 0.0
        self._ready = self._stopping = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Work as long as the block lasts; leaving it waits for the jobs under way."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            self.stop()
            await task

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those under way are done."""
        self._stopping = True
        self._bell.ring()

    async def run(self) -> None:
        """Work until told to stop."""
        beating = asyncio.create_task(self._keep_beating())
        try:
            while not self._stopping:
                self._bell.hush()
                if not await self._begin_some():
                    await self._bell.wait(min(self._pace.poll, self._gathering or self._pace.poll))
                    await asyncio.sleep(0 if self._stopping else self._pace.breath)
        finally:
            await self._let_finish()
            beating.cancel()

    async def drain(self) -> int:
        """Do what is due now, and what that leads to; gives the number of attempts."""
        attempts = 0
        while begun := await self.take():
            attempts += len(begun)
            await asyncio.gather(*begun)
        return attempts

    async def set_up(self) -> None:
        """See to it that the recurring jobs are there."""
        async with self._runtime.database.writer() as db, db.begin():
            now = self._runtime.clock()
            await queries.keep_recurring(db, self._recurring, now, self._at_start)
        self._ready = True

    async def take(
        self, kinds: Mapping[str, Handler] | None = None
    ) -> Sequence["asyncio.Task[None]"]:
        """Begin as many of the jobs that are due as there is room for; of some kinds, if given."""
        kinds = self._kinds if kinds is None else kinds
        room = self._pace.parallel - len(self._running)
        if room <= 0 or not await self._is_any_due(kinds):
            return ()
        now = self._runtime.clock()
        by = queries.Claim(self._word, now, now + self._pace.lease)
        async with self._runtime.database.writer() as db, db.begin():
            jobs = await queries.claim(db, kinds.keys(), by, room)
            together = await self._claim_more(db, jobs, by)
        return [self._begin(some) for some in together]

    async def _claim_more(
        self, db: AsyncSession, jobs: Sequence[Job], by: queries.Claim
    ) -> Sequence[Sequence[Job]]:
        """The same jobs, each with those that are done together with it."""
        alone: list[list[Job]] = []
        batches: defaultdict[str, list[Job]] = defaultdict(list)
        for job in jobs:
            if isinstance(self._kinds[job.kind], Batch) and job.attempts == 1:
                batches[job.kind].append(job)
            else:
                alone.append([job])
        if not batches.keys() <= self._prompt.keys():
            self._gathering_until = time.monotonic() + self._pace.gather
        for kind, batch in batches.items():
            room = _most(self._kinds[kind]) - len(batch)
            batch.extend(await queries.claim(db, [kind], by, room, untried=True))
        return [*alone, *batches.values()]

    async def beat(self) -> None:
        """Say that this worker is alive: its claims are good for another lease."""
        ids = [job_id for ids in self._running.values() for job_id in ids]
        if ids:
            until = self._runtime.clock() + self._pace.lease
            async with self._runtime.database.writer() as db, db.begin():
                await queries.extend(db, ids, self._word, until)

    async def _begin_some(self) -> bool:
        try:
            if not self._ready:
                await self.set_up()
            return bool(await self.take(self._prompt if self._gathering else None))
        except Exception:
            # The database may be away for a while; that is no reason for the worker to go too.
            log.exception("could not look for jobs")
            return False

    @property
    def _gathering(self) -> float:
        """Seconds until the next batch may begin; 0 if at once."""
        return max(0.0, self._gathering_until - time.monotonic())

    async def _is_any_due(self, kinds: Mapping[str, Handler]) -> bool:
        async with self._runtime.database.reading() as db:
            return await queries.is_any_due(db, kinds.keys(), self._runtime.clock())

    def _begin(self, jobs: Sequence[Job]) -> "asyncio.Task[None]":
        ids = [job.id for job in jobs if job.id is not None]
        doing = attempt(self._runtime, self._kinds[jobs[0].kind], jobs, self._pace.longest)
        task = asyncio.create_task(doing, name=f"jobs {', '.join(map(str, ids))}")
        self._running[task] = ids
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        del self._running[task]
        self._bell.ring()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("could not store how %s went", task.get_name(), exc_info=error)

    async def _keep_beating(self) -> None:
        while True:
            await asyncio.sleep(self._pace.lease.total_seconds() / 3)
            try:
                await self.beat()
            except Exception:
                log.exception("could not extend the claims of jobs under way")

    async def _let_finish(self) -> None:
        if not self._running:
            return
        _, late = await asyncio.wait(tuple(self._running), timeout=self._pace.grace)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d jobs did not end in time; they will be begun again", len(late))
            await asyncio.wait(late)


def _gathers(handler: Handler) -> bool:
    return isinstance(handler, Batch) and handler.gathers


def _most(handler: Handler) -> int:
    return handler.most if isinstance(handler, Batch) else 1
