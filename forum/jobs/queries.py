"""All SQL of jobs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, event, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import JobId
from forum.db.unit import Later
from forum.jobs.rules import DEAD_KEPT
from forum.jobs.tables import Job


async def add(db: AsyncSession, jobs: Sequence[Later]) -> None:
    """Store jobs in the transaction of the change that wants them."""
    db.add_all(Job(kind=job.kind, data=dict(job.data), due=job.due) for job in jobs)


def after_commit(db: AsyncSession, call: Callable[[], None]) -> None:
    """Have `call` called once the transaction under way has committed."""
    event.listen(db.sync_session, "after_commit", lambda _session: call(), once=True)


async def keep_recurring(db: AsyncSession, periods: Mapping[str, timedelta], now: datetime) -> None:
    """Let there be one job of each kind named, due again and again, and no other recurring ones."""
    recurring = col(Job.recurring)
    await db.exec(delete(Job).where(recurring.is_not(None), recurring.not_in(list(periods))))
    known = set(await db.exec(select(Job.recurring).where(recurring.is_not(None))))
    for kind, period in periods.items():
        seconds = int(period.total_seconds())
        if kind in known:
            await db.exec(update(Job).where(recurring == kind).values(period=seconds))
        else:
            db.add(Job(kind=kind, data={}, due=now, period=seconds, recurring=kind))


async def is_any_due(db: AsyncSession, kinds: Collection[str], now: datetime) -> bool:
    """Whether `claim` would find something; waits for nobody."""
    return (await db.exec(select(Job.id).where(_takeable(kinds, now)).limit(1))).first() is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's `word` for what it takes `now`, and when others may think that it is gone."""

    word: str
    now: datetime
    until: datetime


async def claim(db: AsyncSession, kinds: Collection[str], by: Claim, limit: int) -> Sequence[Job]:
    """Take up to `limit` jobs that are due, the longest due first.

    Workers that ask at the same time get different jobs. On SQLite the write lock sees to that.
    """
    query = (
        select(Job)
        .where(_takeable(kinds, by.now))
        .order_by(col(Job.due), col(Job.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (await db.exec(query)).all()
    for job in taken:
        job.claim, job.claimed_until, job.attempts = by.word, by.until, job.attempts + 1
    return taken


async def extend(db: AsyncSession, ids: Collection[JobId], word: str, until: datetime) -> None:
    """Keep jobs that take long."""
    await db.exec(
        update(Job).where(col(Job.id).in_(ids), col(Job.claim) == word).values(claimed_until=until)
    )


async def finish(db: AsyncSession, job_id: JobId, word: str) -> None:
    """Forget a job that is done, unless another worker has taken it over."""
    await db.exec(delete(Job).where(col(Job.id) == job_id, col(Job.claim) == word))


async def put_back(
    db: AsyncSession, job_id: JobId, word: str, *, due: datetime, error: str, attempts: int
) -> None:
    """Have a job done again from `due` on, unless another worker has taken it over."""
    values = {"due": due, "last_error": error, "attempts": attempts}
    freed = {"claim": None, "claimed_until": None}
    await db.exec(
        update(Job).where(col(Job.id) == job_id, col(Job.claim) == word).values(**values, **freed)
    )


async def give_up(db: AsyncSession, job_id: JobId, word: str, *, now: datetime, error: str) -> None:
    """Lay a job aside for a person to look at, unless another worker has taken it over."""
    values = {"dead_at": now, "last_error": error, "claim": None, "claimed_until": None}
    await db.exec(update(Job).where(col(Job.id) == job_id, col(Job.claim) == word).values(**values))


async def dead(db: AsyncSession, limit: int = 100) -> Sequence[Job]:
    """The jobs that were given up, the latest first."""
    query = select(Job).where(col(Job.dead_at).is_not(None)).order_by(col(Job.dead_at).desc())
    return (await db.exec(query.limit(limit))).all()


async def forget_dead(db: AsyncSession, now: datetime) -> None:
    """Forget the jobs that nobody looked at for a month."""
    await db.exec(delete(Job).where(col(Job.dead_at) < now - DEAD_KEPT))


def _takeable(kinds: Collection[str], now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Job.due) <= now,
        col(Job.dead_at).is_(None),
        or_(col(Job.claimed_until).is_(None), col(Job.claimed_until) <= now),
        col(Job.kind).in_(list(kinds)),
    )
