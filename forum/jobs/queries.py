"""All SQL of jobs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    event,
    insert,
    or_,
    true,
)
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import JobId
from forum.db.among import among
from forum.db.base import defaults
from forum.db.inserting import insert_into, insertion, listed, lists
from forum.db.tables import FirstAnswer, LogHead
from forum.db.unit import Later
from forum.jobs.rules import DEAD_KEPT
from forum.jobs.tables import Job
from forum.runtime import Enqueue


async def add(db: AsyncSession, jobs: Sequence[Later]) -> None:
    """Store jobs in the transaction of the change that wants them."""
    if not jobs:
        return
    connection = await db.connection()
    rows = [_BLANK | {"kind": job.kind, "data": dict(job.data), "due": job.due} for job in jobs]
    if connection.dialect.name == "postgresql":
        await connection.execute(_jobs(), lists(Job, _GIVEN, rows))
    else:
        await connection.execute(_JOB, rows)


# Below the level of objects, as nearly every change comes by here.
_JOB = insert(Job.__table__)  # type: ignore[attr-defined]
_BLANK = defaults(Job)
_GIVEN = ("kind", "data", "due", "attempts", "last_error")


# Row by row, PostgreSQL would be asked as often as there are jobs.
@cache
def _jobs() -> Executable:
    return insertion("postgresql", Job).from_select(_GIVEN, listed(Job, _GIVEN))


def ringing(ring: Callable[[], None]) -> Enqueue:
    """The same as `add`, with `ring` called once the jobs are committed."""

    async def add_and_ring(db: AsyncSession, jobs: Sequence[Later]) -> None:
        await add(db, jobs)
        if jobs:
            event.listen(db.sync_session, "after_commit", lambda _session: ring(), once=True)

    return add_and_ring


async def keep_recurring(
    db: AsyncSession, periods: Mapping[str, timedelta], now: datetime, at_start: Collection[str]
) -> None:
    """Let there be one job of each kind named, due again and again, and no other recurring ones.

    Args:
        db: of the transaction that stores them.
        periods: by kind.
        now: when those that are new are due.
        at_start: kinds that are due now though they were to wait.
    """
    recurring = col(Job.recurring)
    await db.exec(delete(Job).where(recurring.is_not(None), recurring.not_in(list(periods))))
    for kind, period in periods.items():
        seconds = int(period.total_seconds())
        job = Job(kind=kind, data={}, due=now, period=seconds, recurring=kind)
        wanted = insert_into(db, Job).values(job.model_dump(exclude={"id"}))
        # Workers that start at the same time all come here: the first one's row stands.
        changed = {"period": seconds} | ({"due": now} if kind in at_start else {})
        kept = wanted.on_conflict_do_update(index_elements=["recurring"], set_=changed)
        await db.exec(kept)


async def is_any_due(db: AsyncSession, kinds: Collection[str], now: datetime) -> bool:
    """Whether `claim` would find something; waits for nobody."""
    found = await (await db.connection()).execute(_due(frozenset(kinds)), {"now": now})
    return found.first() is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's `word` for what it takes `now`, and when others may think that it is gone."""

    word: str
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Mine:
    """Jobs and the word that claimed them; nothing happens to one once another worker has it."""

    ids: Collection[JobId]
    word: str


async def claim(
    db: AsyncSession, kinds: Collection[str], by: Claim, limit: int, *, untried: bool = False
) -> Sequence[Job]:
    """Take up to `limit` jobs that are due, the longest due first; on demand only untried ones.

    Workers that ask at the same time get different jobs. On SQLite the write lock sees to that.
    """
    taking = _taking(frozenset(kinds), untried=untried)
    bound = {"now": by.now, "word": by.word, "until": by.until, "limit": limit}
    found = await db.exec(taking, params=bound)
    return sorted(found.scalars(), key=lambda job: (job.due, job.id))


async def extend(db: AsyncSession, ids: Collection[JobId], word: str, until: datetime) -> None:
    """Keep jobs that take long."""
    await db.exec(
        update(Job).where(col(Job.id).in_(ids), col(Job.claim) == word).values(claimed_until=until)
    )


async def finish(db: AsyncSession, mine: Mine) -> None:
    """Forget jobs that are done."""
    connection = await db.connection()
    await connection.execute(_FINISH, {"ids": mine.ids, "word": mine.word})


_FINISH = delete(Job).where(among(Job.id, "ids"), col(Job.claim) == bindparam("word"))


async def put_back(
    db: AsyncSession, mine: Mine, *, due: datetime, error: str, attempts: int
) -> None:
    """Have a job done again from `due` on."""
    freed = {"claim": None, "claimed_until": None}
    changed = {"due": due, "last_error": error, "attempts": attempts}
    await db.exec(update(Job).where(_is(mine)).values(**changed, **freed))


async def give_up(db: AsyncSession, mine: Mine, *, now: datetime, error: str) -> None:
    """Lay a job aside for a person to look at."""
    changed = {"dead_at": now, "last_error": error, "claim": None, "claimed_until": None}
    await db.exec(update(Job).where(_is(mine)).values(**changed))


async def dead(db: AsyncSession, limit: int = 100) -> Sequence[Job]:
    """The jobs that were given up, the latest first."""
    query = select(Job).where(col(Job.dead_at).is_not(None)).order_by(col(Job.dead_at).desc())
    return (await db.exec(query.limit(limit))).all()


async def forget_dead(db: AsyncSession, now: datetime) -> None:
    """Forget the jobs that nobody looked at for a month."""
    await db.exec(delete(Job).where(col(Job.dead_at) < now - DEAD_KEPT))


async def overlong_channels(db: AsyncSession, keep: int, whole: str) -> Sequence[str]:
    """The channels whose log holds more than `keep` entries; those named `whole…` keep all."""
    query = select(LogHead.channel).where(
        col(LogHead.offset) - col(LogHead.first) >= keep,
        ~col(LogHead.channel).startswith(whole, autoescape=True),
    )
    return (await db.exec(query)).all()


async def forget_answers(db: AsyncSession, before: datetime) -> None:
    """Forget the first answers to idempotency keys that were given before a moment."""
    await db.exec(delete(FirstAnswer).where(col(FirstAnswer.made_at) < before))


def _is(mine: Mine) -> ColumnElement[bool]:
    return and_(col(Job.id).in_(mine.ids), col(Job.claim) == mine.word)


# Composed once: a worker asks these many times a second.
@lru_cache(maxsize=16)
def _due(kinds: frozenset[str]) -> Select[Any]:
    query: Select[Any] = select(Job.id).where(_takeable(kinds)).limit(1)
    return query


@lru_cache(maxsize=64)
def _taking(kinds: frozenset[str], *, untried: bool) -> Update:
    wanted = (
        select(Job.id)
        .where(_takeable(kinds), col(Job.attempts) == 0 if untried else true())
        .order_by(col(Job.due), col(Job.id))
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
        # A condition by itself may be planned to run row by row, each time with other rows locked.
        .cte("wanted")
    )
    return (
        update(Job)
        .where(col(Job.id).in_(select(wanted.c.id)))
        .values(
            claim=bindparam("word"),
            claimed_until=bindparam("until"),
            attempts=Job.attempts + 1,
        )
        .returning(Job)
        .execution_options(synchronize_session=False)
    )


def _takeable(kinds: Collection[str]) -> ColumnElement[bool]:
    return and_(
        col(Job.due) <= bindparam("now"),
        col(Job.dead_at).is_(None),
        or_(col(Job.claimed_until).is_(None), col(Job.claimed_until) <= bindparam("now")),
        col(Job.kind).in_(sorted(kinds)),
    )
