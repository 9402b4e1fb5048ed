"""How calls to engines went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import case, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.inserting import insert_into
from forum.translations.health import PERIODS, Condition, Counted, Health, Period, names_of, since
from forum.translations.tables import TranslationCalls as Row
from forum.translations.tables import TranslationEngine


async def add_calls(db: AsyncSession, counted: Mapping[tuple[datetime, str, str], Counted]) -> None:
    """Add to what is counted of the same ten minutes, engine and failure."""
    rows = [
        {"began": began, "engine": engine, **asdict(counted[began, engine, failure])}
        for began, engine, failure in sorted(counted)
    ]
    statement = insert_into(db, Row)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["began", "engine", "failure"],
        set_={
            "calls": col(Row.calls) + new.calls,
            "milliseconds": col(Row.milliseconds) + new.milliseconds,
            "slowest": case((col(Row.slowest) > new.slowest, col(Row.slowest)), else_=new.slowest),
        },
    )
    await db.exec(statement, params=rows)


async def save_conditions(
    db: AsyncSession, conditions: Mapping[str, Condition], now: datetime
) -> None:
    """Say how engines are for one process, in the row that all of them share.

    An engine that rested already, rests since then. What is left of a rest is another process's, as
    none asks before its own is over: the engine is shown at rest until the last of them ends.
    """
    rows = [{"engine": name, **asdict(one)} for name, one in sorted(conditions.items())]
    statement = insert_into(db, TranslationEngine)
    new = statement.excluded
    since, until = col(TranslationEngine.rests_since), col(TranslationEngine.rests_until)
    rests_elsewhere = until > now
    longer_elsewhere = rests_elsewhere & (new.rests_until.is_(None) | (until > new.rests_until))
    rested = since.is_not(None) & (rests_elsewhere | new.rests_since.is_not(None))
    statement = statement.on_conflict_do_update(
        index_elements=["engine"],
        set_={
            "rests_since": case((rested, since), else_=new.rests_since),
            "rests_until": case((longer_elsewhere, until), else_=new.rests_until),
            "failed_at": func.coalesce(new.failed_at, col(TranslationEngine.failed_at)),
            "failure": case(
                (new.failed_at.is_not(None), new.failure), else_=col(TranslationEngine.failure)
            ),
        },
    )
    await db.exec(statement, params=rows)


async def forget_calls(db: AsyncSession, before: datetime) -> None:
    """Remove what was counted of calls made before this."""
    await db.exec(delete(Row).where(col(Row.began) < before))


async def health(db: AsyncSession, engines: Sequence[str], now: datetime) -> Sequence[Health]:
    """How engines do: `engines`, and those of which there is something to tell."""
    rows = await db.exec(select(TranslationEngine))
    conditions = {
        row.engine: Condition(row.rests_since, row.rests_until, row.failed_at, row.failure)
        for row in rows
    }
    periods = {name: await _periods(db, since(now, length)) for name, length in PERIODS.items()}
    return [
        Health(
            name,
            conditions.get(name, Condition()),
            {period: found.get(name, Period()) for period, found in periods.items()},
        )
        for name in names_of(engines, periods["day"])
    ]


async def _periods(db: AsyncSession, first: datetime) -> Mapping[str, Period]:
    query: Any = (
        select(Row.engine, Row.failure)
        .add_columns(func.sum(Row.calls), func.sum(Row.milliseconds), func.max(Row.slowest))
        .where(col(Row.began) >= first)
        .group_by(col(Row.engine), col(Row.failure))
    )
    found: defaultdict[str, list[Counted]] = defaultdict(list)
    for engine, failure, *figures in await db.exec(query):
        found[engine].append(Counted(failure, *map(int, figures)))
    return {engine: Period.of(counted) for engine, counted in found.items()}
