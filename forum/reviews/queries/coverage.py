"""How far texts are translated, and what engines were sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import and_, case, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.decisions.tables import Decision
from forum.discussions.tables import Topic
from forum.live.sessions.tables import LiveSession
from forum.reviews.queries.seeing import is_of, seen, with_places
from forum.reviews.queries.written import written_in
from forum.reviews.rules import AREAS, Count, Covered, Sent, Stale
from forum.spaces.tables import Space
from forum.translations.rules import BY_PEOPLE
from forum.translations.tables import Translation
from forum.translations.tables import TranslationRequest as Request
from forum.translations.tables import TranslationSpending as Spending
from i18n.collation import Key, collation_key

_ENGINE = "engine:"
_OLD = or_(col(Translation.outdated_at).is_not(None), col(Translation.stale_at).is_not(None))
_SINCE = func.coalesce(col(Translation.outdated_at), col(Translation.stale_at))
_AREA_OF = {kind: area for area, kinds in AREAS.items() for kind in kinds}

_Place = tuple[str, str]
"""Slug and name of a space."""


async def coverage(db: AsyncSession, actor: Actor, slug: str = "") -> Sequence[Covered]:
    """How far each space is translated into each language, by space, the most texts first.

    Args:
        db: to read from.
        actor: reads the texts that are counted.
        slug: of one space alone; "" for all.
    """
    counts = await _translated(db, actor, slug)
    written = await written_in(db, actor, slug) if counts else {}
    rows = []
    for (place, language), done in counts.items():
        areas: dict[str, Count] = {}
        for area in AREAS:
            by_language = written.get((place, area), {})
            texts = sum(many for tag, many in by_language.items() if tag != language)
            if texts or area in done:
                areas[area] = Count(texts, *done.get(area, (0, 0, 0)))
        rows.append(Covered(*place, language, areas))
    by_name = partial(_by_name, actor.locale)
    return sorted(rows, key=lambda one: (by_name(one), -one.translated, one.language))


def _by_name(locale: str, one: Covered) -> tuple[Key, str]:
    return collation_key(one.name, locale), one.space


_Done = Mapping[str, tuple[int, int, int]]
"""By area: how many texts are translated, reviewed and stale."""


async def _translated(
    db: AsyncSession, actor: Actor, slug: str
) -> Mapping[tuple[_Place, str], _Done]:
    all_of = _of_space(_each(actor), slug).subquery().c
    groups = (all_of.slug, all_of.name, all_of.language, all_of.kind)
    sums = (func.count(), func.sum(all_of.reviewed), func.sum(all_of.stale))
    query: Any = select(*groups).add_columns(*sums).group_by(*groups)
    found: defaultdict[tuple[_Place, str], dict[str, tuple[int, int, int]]] = defaultdict(dict)
    for place, name, language, kind, many, reviewed, old in await db.exec(query):
        areas, area = found[(place, name), language], _AREA_OF[kind]
        had = areas.get(area, (0, 0, 0))
        areas[area] = had[0] + many, had[1] + int(reviewed), had[2] + int(old)
    return found


def _each(actor: Actor) -> Any:
    """Every translation of a text that the actor reads, with its kind and space."""
    reviewed = and_(col(Translation.status).in_(BY_PEOPLE), ~_OLD)
    columns: list[Any] = [
        case(*((is_of(Translation, one), one) for one in _AREA_OF), else_=None).label("kind"),
        func.coalesce(Space.slug, "").label("slug"),
        func.coalesce(Space.name, "").label("name"),
        col(Translation.language).label("language"),
        case((reviewed, 1), else_=0).label("reviewed"),
        case((_OLD, 1), else_=0).label("stale"),
    ]
    is_another = col(Translation.source) != col(Translation.language)
    return with_places(select(*columns), Translation).where(seen(actor), is_another)


def _of_space(query: Any, slug: str) -> Any:
    return query.where(col(Space.slug) == slug) if slug else query


async def stale(db: AsyncSession, actor: Actor, slug: str, most: int) -> Sequence[Stale]:
    """Translations that are not of the newest text or glossary, the longest so first."""
    named = (Topic.title, Decision.title, LiveSession.title, Space.name)
    written = (Topic.language, Decision.language, LiveSession.language, Space.language)
    columns: list[Any] = [Translation.subject, Translation.language, _SINCE]
    columns += [func.coalesce(*named), func.coalesce(*written)]
    query = (
        with_places(select(*columns), Translation)
        .where(_OLD, seen(actor))
        .order_by(_SINCE, col(Translation.subject), col(Translation.language))
        .limit(most)
    )
    return [Stale(*row) for row in await db.exec(_of_space(query, slug))]


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
