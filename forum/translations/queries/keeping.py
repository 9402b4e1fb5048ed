"""Storing what was made of texts, all of it in one go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.inserting import Insertion, Rows, insertion, listed, lists
from forum.translations.queries.requests import Wanted
from forum.translations.queries.units import lock, saving
from forum.translations.tables import (
    Translation,
    TranslationRequest,
    TranslationSegment,
    TranslationUnit,
)

_NAMES: Mapping[type[SQLModel], Sequence[str]] = {
    TranslationRequest: ("subject", "language"),
    TranslationUnit: (
        *("memory", "source", "target", "key", "original", "text", "origin", "engine", "via"),
        "made_at",
    ),
    TranslationSegment: ("subject", "memory", "key"),
    Translation: (
        *("subject", "language", "source", "source_version", "status", "text", "html", "engine"),
        *("via", "made_at"),
    ),
}
"""The columns that are given."""
_NAME = (col(Translation.subject), col(Translation.language))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a change stores of translations; each row once.

    Attributes:
        settled: names of those that were asked for, and are done with.
        units: what the memory keeps.
        segments: which segments the texts have.
        translations: what was made.
    """

    settled: Rows
    units: Rows
    segments: Rows
    translations: Rows

    def of(self, table: type[SQLModel]) -> Rows:
        """Those of one table."""
        return {
            TranslationRequest: self.settled,
            TranslationUnit: self.units,
            TranslationSegment: self.segments,
            Translation: self.translations,
        }[table]


async def keep(db: AsyncSession, kept: Kept) -> Collection[Wanted]:
    """Store all of it; gives the names of translations that were not there yet.

    One that is there already is left as it is.
    """
    connection = await db.connection()
    store = _in_one_step if connection.dialect.name == "postgresql" else _in_steps
    return {(subject, language) for subject, language in await store(connection, kept)}


async def _in_one_step(connection: AsyncConnection, kept: Kept) -> Sequence[Any]:
    values: dict[str, Any] = {}
    for table, names in _NAMES.items():
        values |= lists(table, names, kept.of(table))
    return (await connection.execute(_all(), values)).all()


# Composed once: what is said in a meeting is stored several times a second.
@cache
def _all() -> Executable:
    held = select(lock(alone=False)).scalar_subquery().is_not(None)
    asked = tuple_(col(TranslationRequest.subject), col(TranslationRequest.language))
    units = saving(_insertion_of(TranslationUnit, _listed(TranslationUnit).where(held)))
    segments = _insertion_of(TranslationSegment, _listed(TranslationSegment).where(held))
    made = _insertion_of(Translation, _listed(Translation)).add_cte(
        delete(TranslationRequest).where(asked.in_(_listed(TranslationRequest))).cte("settled"),
        units.cte("units"),
        segments.on_conflict_do_nothing().cte("segments"),
    )
    return made.on_conflict_do_nothing().returning(*_NAME)


def _listed(table: type[SQLModel]) -> Select[Any]:
    return listed(table, _NAMES[table])


def _insertion_of(table: type[SQLModel], rows: Select[Any]) -> Insertion:
    return insertion("postgresql", table).from_select(_NAMES[table], rows)


async def _in_steps(connection: AsyncConnection, kept: Kept) -> Sequence[Any]:
    for table, statement in _steps().items():
        if rows := kept.of(table):
            await connection.execute(statement, rows)
    rows = kept.translations
    return (await connection.execute(_translations(), rows)).all() if rows else ()


@cache
def _steps() -> Mapping[type[SQLModel], Executable]:
    asked = (
        col(TranslationRequest.subject) == bindparam("subject"),
        col(TranslationRequest.language) == bindparam("language"),
    )
    return {
        TranslationRequest: delete(TranslationRequest).where(*asked),
        TranslationUnit: saving(insertion("sqlite", TranslationUnit)),
        TranslationSegment: insertion("sqlite", TranslationSegment).on_conflict_do_nothing(),
    }


@cache
def _translations() -> Executable:
    stored = insertion("sqlite", Translation).on_conflict_do_nothing()
    return stored.returning(*_NAME)
