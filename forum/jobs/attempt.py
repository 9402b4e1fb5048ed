"""One attempt at one job, or at several together, and what becomes of them."""

import asyncio
import logging
import random
import traceback
from collections.abc import Mapping, Sequence
from datetime import timedelta

from forum.jobs import queries, rules
from forum.jobs.kinds import Batch, Handler, SomeFailed
from forum.jobs.tables import Job
from forum.runtime import Runtime

log = logging.getLogger(__name__)

KILLED = "The worker was killed at it, again and again."


async def attempt(runtime: Runtime, handler: Handler, jobs: Sequence[Job], longest: float) -> None:
    """Do `jobs`, which this worker has claimed, and store how that went.

    Args:
        runtime: given to the handler.
        handler: does them.
        jobs: as claimed; one, or several of one kind that nobody has tried yet.
        longest: seconds after which the handler is stopped.
    """
    if rules.is_hopeless(jobs[0].attempts - 1):  # nobody was left to say how the last attempt went
        await _lay_aside(runtime, jobs[0], KILLED)
        return
    try:
        async with asyncio.timeout(longest):
            await _do(runtime, handler, jobs)
    except SomeFailed as some:
        await _end(runtime, jobs, some.failures)
    except Exception as error:  # noqa: BLE001 (whatever a handler raises is its job's failure)
        await _end(runtime, jobs, dict.fromkeys(range(len(jobs)), error))
    else:
        await _finish(runtime, jobs)


async def _end(runtime: Runtime, jobs: Sequence[Job], failures: Mapping[int, Exception]) -> None:
    """Have those that failed, by their places, done again; the others are done."""
    done = [job for place, job in enumerate(jobs) if place not in failures]
    if done:
        await _finish(runtime, done)
    for place, error in failures.items():
        text = rules.shorten("".join(traceback.format_exception(error)))
        hopeless = rules.is_hopeless(jobs[place].attempts)
        await (_lay_aside if hopeless else _try_again)(runtime, jobs[place], text)


async def _do(runtime: Runtime, handler: Handler, jobs: Sequence[Job]) -> None:
    if isinstance(handler, Batch):
        await handler.do(runtime, [job.data for job in jobs])
    else:
        await handler(runtime, jobs[0].data)


async def _finish(runtime: Runtime, jobs: Sequence[Job]) -> None:
    if jobs[0].period is not None:
        wait = timedelta(seconds=jobs[0].period)
        await _put_back(runtime, jobs[0], wait, error="", attempts=0)
        return
    async with runtime.database.writer() as db, db.begin():
        await queries.finish(db, _mine(*jobs))


async def _try_again(runtime: Runtime, job: Job, error: str) -> None:
    wait = rules.delay(job.attempts, random.random())  # noqa: S311 (spreads load, guards nothing)
    log.warning("job %s (%s) failed, again in %s: %s", job.id, job.kind, wait, last_line(error))
    await _put_back(runtime, job, wait, error=error, attempts=job.attempts)


async def _lay_aside(runtime: Runtime, job: Job, error: str) -> None:
    log.error("job %s (%s) given up: %s", job.id, job.kind, last_line(error))
    if job.period is not None:
        await _put_back(runtime, job, timedelta(seconds=job.period), error=error, attempts=0)
        return
    async with runtime.database.writer() as db, db.begin():
        await queries.give_up(db, _mine(job), now=runtime.clock(), error=error)


async def _put_back(
    runtime: Runtime, job: Job, wait: timedelta, *, error: str, attempts: int
) -> None:
    due = runtime.clock() + wait
    async with runtime.database.writer() as db, db.begin():
        await queries.put_back(db, _mine(job), due=due, error=error, attempts=attempts)


def _mine(*jobs: Job) -> queries.Mine:
    claim = jobs[0].claim
    assert claim is not None  # noqa: S101 (they were claimed)
    return queries.Mine([job.id for job in jobs if job.id is not None], claim)


def last_line(error: str) -> str:
    """The line of a traceback that says what it was."""
    return error.rstrip().rpartition("\n")[2]
