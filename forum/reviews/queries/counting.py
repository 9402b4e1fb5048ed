"""Counting how far texts are translated: once for all readers, as it takes a while."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import and_, case, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.reviews.queries.texts import texts
from forum.reviews.rules import AREAS
from forum.reviews.tables import TranslationCount
from forum.translations.rules import BY_PEOPLE
from forum.translations.tables import Translation

_AREA_OF = {kind: area for area, kinds in AREAS.items() for kind in kinds}
_PLACE = ("space_id", "is_closed", "area", "language")


async def counts(db: AsyncSession, now: datetime) -> Sequence[TranslationCount]:
    """All texts and their translations, counted `now`."""
    found: defaultdict[tuple[Any, ...], defaultdict[str, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for query in (_written(), _translated()):
        for row in (await db.exec(query, execution_options=_SELDOM)).mappings():
            place = (row["space_id"], bool(row["is_closed"]), _AREA_OF[row["kind"]])
            sums = found[*place, row["language"]]
            for name in row.keys() & _SUMS:
                sums[name] += int(row[name])
    values: list[dict[str, Any]] = [
        {**dict(zip(_PLACE, place, strict=True)), **sums} for place, sums in found.items()
    ]
    return [TranslationCount(**one, counted_at=now) for one in values]


_SELDOM = {"compiled_cache": None}
"""How these are compiled is not kept between two counts: it would take 1 MiB."""
_SUMS = frozenset({"texts", "translated", "reviewed", "stale"})


def _written() -> Any:
    every = texts().c
    groups: list[Any] = [every.space_id, every.is_closed, every.kind, every.language]
    return select(*groups).add_columns(func.count().label("texts")).group_by(*groups)


def _translated() -> Any:
    every, language = texts().c, col(Translation.language)
    is_old = or_(col(Translation.outdated_at).is_not(None), col(Translation.stale_at).is_not(None))
    is_reviewed = and_(col(Translation.status).in_(BY_PEOPLE), ~is_old)
    groups: tuple[Any, ...] = (every.space_id, every.is_closed, every.kind, language)
    query: Any = select(*groups).add_columns(
        func.count().label("translated"),
        func.sum(case((is_reviewed, 1), else_=0)).label("reviewed"),
        func.sum(case((is_old, 1), else_=0)).label("stale"),
    )
    return (
        query.join_from(every.subject.table, Translation, col(Translation.subject) == every.subject)
        .where(language != every.language)
        .group_by(*groups)
    )


async def keep_counts(db: AsyncSession, rows: Sequence[TranslationCount]) -> None:
    """Store what was counted in the place of what was counted before."""
    await db.exec(delete(TranslationCount))
    db.add_all(rows)
