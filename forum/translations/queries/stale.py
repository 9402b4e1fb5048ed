"""Translations that no longer say what the glossary does."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, tuple_
from sqlmodel import col, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.translations.queries.requests import Wanted
from forum.translations.queries.units import unit_of
from forum.translations.rules import Origin, Status
from forum.translations.tables import (
    Translation,
    TranslationRequest,
    TranslationSegment,
    TranslationUnit,
)
from i18n.translate.memory import Unit

UnitPlace = tuple[str, str, str, str]
"""Where a unit is: its memory, both languages, and its key."""

_PLACE = (
    col(TranslationUnit.memory),
    col(TranslationUnit.source),
    col(TranslationUnit.target),
    col(TranslationUnit.key),
)
_BY_MACHINES = (Status.MACHINE, Status.PARTIAL)


async def machine_units(
    db: AsyncSession, after: UnitPlace, most: int
) -> Sequence[tuple[UnitPlace, Unit]]:
    """The units that machines have made, in the order of their places, from behind `after` on."""
    query = (
        select(TranslationUnit)
        .where(tuple_(*_PLACE) > after, TranslationUnit.origin == Origin.MACHINE)
        .order_by(*_PLACE)
        .limit(most)
    )
    return [
        ((row.memory, row.source, row.target, row.key), unit_of(row))
        for row in await db.exec(query)
    ]


async def users_of_units(db: AsyncSession, places: Collection[UnitPlace]) -> Sequence[Wanted]:
    """The texts that have segments at `places`, each with the language of its translation."""
    query = (
        select(TranslationSegment.subject, TranslationUnit.target)
        .join(
            TranslationUnit,
            (col(TranslationUnit.memory) == TranslationSegment.memory)
            & (col(TranslationUnit.key) == TranslationSegment.key),
        )
        .where(tuple_(*_PLACE).in_(places))
        .distinct()
    )
    return (await db.exec(query)).all()


async def forget_machine_units(db: AsyncSession, places: Collection[UnitPlace]) -> None:
    """Remove what machines have said at `places`, so that they are asked again."""
    is_theirs = col(TranslationUnit.origin) == Origin.MACHINE
    await db.exec(delete(TranslationUnit).where(tuple_(*_PLACE).in_(places), is_theirs))


async def mark_stale(
    db: AsyncSession, wanted: Collection[Wanted], now: datetime
) -> Sequence[Wanted]:
    """Say of what machines have made of these texts that it is stale; gives what was not yet."""
    marked = (
        update(Translation)
        .where(
            tuple_(col(Translation.subject), col(Translation.language)).in_(wanted),
            col(Translation.status).in_(_BY_MACHINES),
            col(Translation.stale_at).is_(None),
        )
        .values(stale_at=now)
        .returning(col(Translation.subject), col(Translation.language))
    )
    return [(subject, language) for subject, language in await db.exec(marked)]


async def stale(
    db: AsyncSession, now: datetime, most: int, *, edited: bool = False
) -> Sequence[Wanted]:
    """What glossaries have outdated and is not being made anew, the longest outdated first.

    Args:
        db: to read from.
        now: what is asked for until later than this is being made.
        most: how many are given.
        edited: whether to give what edits of the original have outdated, too.
    """
    asked = exists().where(
        col(TranslationRequest.subject) == Translation.subject,
        col(TranslationRequest.language) == Translation.language,
        col(TranslationRequest.again_after) > now,
    )
    by_glossary, by_edit = col(Translation.stale_at), col(Translation.outdated_at)
    is_theirs = col(Translation.status).in_(_BY_MACHINES)
    wanted: list[tuple[Any, Any]] = [(by_glossary, is_theirs)]
    if edited:
        wanted.append((by_edit, or_(by_glossary.is_(None), ~is_theirs)))
    found: list[tuple[datetime | None, str, str]] = []
    # Each in the order of its index: of many thousands, only those that are given are looked at.
    for since, condition in wanted:
        query = (
            select(since, Translation.subject, Translation.language)
            .where(since.is_not(None), condition, ~asked)
            .order_by(since, col(Translation.subject), col(Translation.language))
            .limit(most)
        )
        found += await db.exec(query)
    return [(subject, language) for _, subject, language in sorted(found)[:most]]
