"""The translation memory in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, delete, tuple_, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.among import among
from forum.db.inserting import Insertion, Rows, insert_into, insertion
from forum.translations.rules import Origin
from forum.translations.tables import TranslationSegment, TranslationUnit
from i18n.translate.memory import Unit


async def find_units(
    db: AsyncSession,
    memories: Collection[str],
    keys: Collection[str],
    sources: Collection[str],
    targets: Collection[str],
) -> list[tuple[str, Unit]]:
    """The units of `memories` from some languages into some, each with the name of its memory."""
    asked = {"memories": memories, "keys": keys, "sources": sources, "targets": targets}
    rows = await (await db.connection()).execute(_FOUND, asked)
    return [(memory, Unit(*unit)) for memory, *unit in rows]


# Composed once, and below the level of objects: everything that is said in a meeting asks it.
_FOUND: Any = (
    select(TranslationUnit.memory, TranslationUnit.key)
    .add_columns(col(TranslationUnit.source), col(TranslationUnit.target))
    .add_columns(col(TranslationUnit.original), col(TranslationUnit.text))
    .add_columns(type_coerce(TranslationUnit.origin, String))
    .add_columns(col(TranslationUnit.engine), col(TranslationUnit.via))
    .where(
        among(TranslationUnit.memory, "memories"),
        among(TranslationUnit.source, "sources"),
        among(TranslationUnit.target, "targets"),
        among(TranslationUnit.key, "keys"),
    )
)


async def units_of_memory(
    db: AsyncSession, memory: str, after: tuple[str, str, str], most: int
) -> Sequence[Unit]:
    """Units of one memory in the order of languages and keys, from behind `after` on."""
    place = (
        col(TranslationUnit.source),
        col(TranslationUnit.target),
        col(TranslationUnit.key),
    )
    query = (
        select(TranslationUnit)
        .where(TranslationUnit.memory == memory, tuple_(*place) > after)
        .order_by(*place)
        .limit(most)
    )
    return [unit_of(row) for row in await db.exec(query)]


async def units_of_length(
    db: AsyncSession, memories: Collection[str], pair: tuple[str, str], between: tuple[int, int]
) -> list[Unit]:
    """The newest units of `memories` whose originals have so many characters, at most 5,000.

    Args:
        db: the database session.
        memories: their names.
        pair: BCP 47 tags of original and translation.
        between: least and most characters.
    """
    query = (
        select(TranslationUnit)
        .where(
            col(TranslationUnit.memory).in_(memories),
            TranslationUnit.source == pair[0],
            TranslationUnit.target == pair[1],
            func.length(TranslationUnit.original).between(*between),
        )
        .order_by(col(TranslationUnit.made_at).desc())
        .limit(_MOST_COMPARED)
    )
    return [unit_of(row) for row in await db.exec(query)]


_MOST_COMPARED = 5_000


def unit_of(row: TranslationUnit) -> Unit:
    """A row as the memory gives it."""
    return Unit(
        key=row.key,
        source=row.source,
        target=row.target,
        original=row.original,
        text=row.text,
        origin=row.origin.value,
        engine=row.engine,
        via=row.via,
    )


async def save_units(
    db: AsyncSession, memory: str, units: Iterable[Unit], made_at: datetime
) -> None:
    """Keep `units`; what a person made or approved is never replaced by what a machine made."""
    if rows := unit_rows(memory, units, made_at):
        await hold(db, alone=False)
        connection = await db.connection()
        await connection.execute(saving(insertion(connection.dialect.name, TranslationUnit)), rows)


def unit_rows(memory: str, units: Iterable[Unit], made_at: datetime) -> Rows:
    """Units as rows of a memory, in the order in which all changes store them."""
    return [
        {
            "memory": memory,
            "source": unit.source,
            "target": unit.target,
            "key": unit.key,
            "original": unit.original,
            "text": unit.text,
            "origin": Origin(unit.origin),
            "engine": unit.engine,
            "via": unit.via,
            "made_at": made_at,
        }
        for unit in sorted(units, key=lambda unit: (unit.source, unit.target, unit.key))
    ]


def saving(stored: Insertion) -> Insertion:
    """An insertion of units that leaves what people made in its place."""
    new = stored.excluded
    return stored.on_conflict_do_update(
        index_elements=["memory", "source", "target", "key"],
        set_={name: new[name] for name in ("text", "origin", "engine", "via", "made_at")},
        where=or_(col(TranslationUnit.origin) == Origin.MACHINE, new.origin != Origin.MACHINE),
    )


async def note_segments(db: AsyncSession, subject: str, memory: str, keys: Collection[str]) -> None:
    """Note that `subject` has these segments, besides those it had."""
    if not keys:
        return
    await hold(db, alone=False)
    rows = [{"subject": subject, "memory": memory, "key": key} for key in sorted(keys)]
    statement = insert_into(db, TranslationSegment).on_conflict_do_nothing()
    await (await db.connection()).execute(statement, rows)


async def forget_units(
    db: AsyncSession,
    memories: Collection[str],
    pair: tuple[str, str],
    said: Sequence[tuple[str, str]],
) -> None:
    """Remove units of `memories` for a pair of languages, by their keys and what they say."""
    await db.exec(
        delete(TranslationUnit).where(
            col(TranslationUnit.memory).in_(memories),
            col(TranslationUnit.source) == pair[0],
            col(TranslationUnit.target) == pair[1],
            tuple_(col(TranslationUnit.key), col(TranslationUnit.text)).in_(said),
        )
    )


async def forget_segments(db: AsyncSession, subject: str) -> None:
    """Remove the units of the segments that `subject` had and no other subject has."""
    await hold(db, alone=True)
    other = aliased(TranslationSegment)
    had = exists().where(
        col(TranslationSegment.subject) == subject,
        col(TranslationSegment.memory) == TranslationUnit.memory,
        col(TranslationSegment.key) == TranslationUnit.key,
    )
    shared = exists().where(
        col(other.subject) != subject,
        col(other.memory) == TranslationUnit.memory,
        col(other.key) == TranslationUnit.key,
    )
    await db.exec(delete(TranslationUnit).where(had, ~shared))
    await db.exec(delete(TranslationSegment).where(col(TranslationSegment.subject) == subject))


async def hold(db: AsyncSession, *, alone: bool) -> None:
    """Until the transaction ends, let only those who add to the memory go on, or nobody.

    Of two subjects forgotten at once, each would else leave what they share to the other. SQLite
    has one writer at a time, so there the transaction itself is the lock.
    """
    if db.get_bind().dialect.name != "sqlite":
        await db.exec(select(lock(alone=alone)))


def lock(*, alone: bool) -> ColumnElement[Any]:
    """The same as a part of a statement, on PostgreSQL."""
    taken = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    return taken(_NAMESPACE, 0)


_NAMESPACE = 3
"""First half of the advisory lock's number; the lower ones have other uses."""
