"""How far texts are translated, and what engines were sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.decisions.tables import Decision
from forum.discussions.tables import Topic
from forum.live.sessions.tables import LiveSession
from forum.reviews.queries.seeing import seen, with_places
from forum.reviews.rules import AREAS, Count, Covered, Sent, Stale
from forum.reviews.tables import TranslationCount
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.translations.tables import Translation
from forum.translations.tables import TranslationRequest as Request
from forum.translations.tables import TranslationSpending as Spending
from i18n.collation import Key, collation_key

_ENGINE = "engine:"

_Place = tuple[str, str]
"""Slug and name of a space."""
_Sums = Mapping[tuple[str, str], Count]
"""What was counted in a place, by area and language; `Count.texts` are those of the language."""


async def coverage(db: AsyncSession, actor: Actor, slug: str = "") -> Sequence[Covered]:
    """How far each space is translated into each language, by space, the most texts first.

    It was counted at `counted_at`.

    Args:
        db: to read from.
        actor: enters the spaces that are told of.
        slug: of one space alone; "" for all.
    """
    by_name = partial(_by_name, actor.locale)
    rows = [
        row
        for place, sums in (await _counted(db, actor, slug)).items()
        for row in _covered(place, sums)
    ]
    return sorted(rows, key=lambda one: (by_name(one), -one.translated, one.language))


def _by_name(locale: str, one: Covered) -> tuple[Key, str]:
    return collation_key(one.name, locale), one.space


def _covered(place: _Place, sums: _Sums) -> Sequence[Covered]:
    """One for each language that something is translated into."""
    every = {
        area: sum(one.texts for (its, _), one in sums.items() if its == area) for area in AREAS
    }
    found = []
    for tag in {tag for (_, tag), one in sums.items() if one.translated}:
        areas = {}
        for area in AREAS:
            one = sums.get((area, tag), Count())
            if others := every[area] - one.texts:
                areas[area] = replace(one, texts=others)
        found.append(Covered(*place, tag, areas))
    return found


async def _counted(db: AsyncSession, actor: Actor, slug: str) -> Mapping[_Place, _Sums]:
    enters = and_(col(Space.id).is_not(None), spaces.visible_to(actor))
    query = (
        select(TranslationCount, Space.slug, Space.name)
        .outerjoin(Space, col(Space.id) == TranslationCount.space_id)
        .where(or_(col(TranslationCount.space_id) == 0, enters))
    )
    if not actor.is_moderator:
        query = query.where(~col(TranslationCount.is_closed))
    found: defaultdict[_Place, dict[tuple[str, str], Count]] = defaultdict(dict)
    for row, *place in await db.exec(_of_space(query, slug)):
        sums = found[place[0] or "", place[1] or ""]
        key = (row.area, row.language)
        sums[key] = sums.get(key, Count()) + Count(
            row.texts, row.translated, row.reviewed, row.stale
        )
    return found


async def counted_at(db: AsyncSession) -> datetime | None:
    """When it was counted how far texts are translated; `None`: not yet, or there are none."""
    return (await db.exec(select(func.max(TranslationCount.counted_at)))).one()


def _of_space(query: Any, slug: str) -> Any:
    # Compared with `=`, a space has to be there: PostgreSQL would begin with it, and join all that
    # is out of date, where it can stop after the few that are shown.
    return query.where(col(Space.slug).is_not_distinct_from(slug)) if slug else query


async def stale(db: AsyncSession, actor: Actor, slug: str, most: int) -> Sequence[Stale]:
    """Translations that are not of the newest text or glossary, the longest so first."""
    found: list[Stale] = []
    edited, by_glossary = col(Translation.outdated_at), col(Translation.stale_at)
    # Each in the order of its index: of many thousands, only those that are shown are looked at.
    for since, *alone in ((edited,), (by_glossary, edited.is_(None))):
        query = _stale(since).where(seen(actor), *alone).limit(most)
        found += [Stale(*row) for row in await db.exec(_of_space(query, slug))]
    return sorted(found, key=lambda one: (one.since, one.subject, one.language))[:most]


def _stale(since: Any) -> Any:
    named = (Topic.title, Decision.title, LiveSession.title, Space.name)
    written = (Topic.language, Decision.language, LiveSession.language, Space.language)
    columns: list[Any] = [Translation.subject, Translation.language, since]
    columns += [func.coalesce(*named), func.coalesce(*written)]
    return (
        with_places(select(*columns), Translation)
        .where(since.is_not(None))
        .order_by(since, col(Translation.subject), col(Translation.language))
    )


async def sent(db: AsyncSession, since: date) -> Sequence[Sent]:
    """What each engine was sent on each day, the newest first."""
    query = (
        select(col(Spending.day), col(Spending.payer), col(Spending.characters))
        .where(Spending.day >= since, col(Spending.payer).startswith(_ENGINE))
        .order_by(col(Spending.day).desc(), col(Spending.payer))
    )
    rows = await db.exec(query)
    return [Sent(day, payer.removeprefix(_ENGINE), many) for day, payer, many in rows]


async def failures(db: AsyncSession, now: datetime) -> Sequence[tuple[str, int]]:
    """How many translations wait for an engine (""), and how many could not be made, by reason."""
    many = func.count()
    query = (
        select(Request.failure, many)
        .where(or_(Request.failure != "", col(Request.again_after) > now))
        .group_by(col(Request.failure))
        .order_by(many.desc())
    )
    return [(failure, number) for failure, number in await db.exec(query)]
