"""One attempt at one job, and what becomes of the job."""

import asyncio
import logging
import random
import traceback
from datetime import timedelta

from forum.jobs import queries, rules
from forum.jobs.kinds import Handler
from forum.jobs.tables import Job
from forum.runtime import Runtime

log = logging.getLogger(__name__)

KILLED = "The worker was killed at it, again and again."


async def attempt(runtime: Runtime, handler: Handler, job: Job, longest: float) -> None:
    """Do `job`, which this worker has claimed, and store how that went.

    Args:
        runtime: given to the handler.
        handler: does it.
        job: as claimed.
        longest: seconds after which the handler is stopped.
    """
    if rules.is_hopeless(job.attempts - 1):  # nobody was left to say how the last attempt went
        await _lay_aside(runtime, job, KILLED)
        return
    try:
        async with asyncio.timeout(longest):
            await handler(runtime, job.data)
    except Exception as error:  # noqa: BLE001 (whatever a handler raises is its job's failure)
        text = rules.shorten("".join(traceback.format_exception(error)))
        await (_lay_aside if rules.is_hopeless(job.attempts) else _try_again)(runtime, job, text)
    else:
        await _finish(runtime, job)


async def _finish(runtime: Runtime, job: Job) -> None:
    if job.period is not None:
        await _put_back(runtime, job, timedelta(seconds=job.period), error="", attempts=0)
        return
    async with runtime.database.writer() as db, db.begin():
        await queries.finish(db, _mine(job))


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


def _mine(job: Job) -> queries.Mine:
    assert job.id is not None  # noqa: S101 (it was read)
    assert job.claim is not None  # noqa: S101 (it was claimed)
    return queries.Mine(job.id, job.claim)


def last_line(error: str) -> str:
    """The line of a traceback that says what it was."""
    return error.rstrip().rpartition("\n")[2]
