"""How far texts are translated, and what engines were sent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement
from sqlmodel import and_, case, cast, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.discussions.queries import visible_to
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.reviews.rules import Covered, Sent, Stale
from forum.spaces.tables import Space
from forum.translations.rules import Status
from forum.translations.tables import Translation
from forum.translations.tables import TranslationRequest as Request
from forum.translations.tables import TranslationSpending as Spending

_ENGINE = "engine:"
_OLD = or_(col(Translation.outdated_at).is_not(None), col(Translation.stale_at).is_not(None))
_SINCE = func.coalesce(col(Translation.outdated_at), col(Translation.stale_at))
_POSTS = ("posts", "translated", "reviewed", "stale")
_TITLES = ("titles", "titles_translated", "titles_reviewed", "titles_stale")

_Place = tuple[str, str]
"""Slug and name of a space."""


async def coverage(db: AsyncSession, actor: Actor, slug: str = "") -> Sequence[Covered]:
    """How far each space is translated into each language, by space, the most posts first.

    Args:
        db: to read from.
        actor: sees the spaces and topics that are counted.
        slug: of one space alone; "" for all.
    """
    found: defaultdict[tuple[_Place, str], dict[str, Any]] = defaultdict(dict)
    for names, is_posts in ((_POSTS, True), (_TITLES, False)):
        written = await _written(db, actor, slug, is_posts=is_posts)
        for place, language, *figures in await _translated(db, actor, slug, is_posts=is_posts):
            others = sum(n for tag, n in written[place].items() if tag != language)
            found[place, language] |= dict(zip(names, [others, *map(int, figures)], strict=True))
    rows = [
        replace(Covered(slug, name, language), **figures)
        for ((slug, name), language), figures in found.items()
    ]
    return sorted(rows, key=lambda one: (one.name, one.space, -one.translated, one.language))


async def _translated(
    db: AsyncSession, actor: Actor, slug: str, *, is_posts: bool
) -> Sequence[tuple[Any, ...]]:
    """How many texts are translated, reviewed and stale, by space and language."""
    reviewed = and_(col(Translation.status).in_([Status.REVIEWED, Status.HUMAN]), ~_OLD)
    source = col(Post.language if is_posts else Topic.language)
    query = (
        _texts(actor, is_posts=is_posts)
        .with_only_columns(col(Space.slug), col(Space.name), col(Translation.language))
        .add_columns(func.count(), func.sum(case((reviewed, 1), else_=0)))
        .add_columns(func.sum(case((_OLD, 1), else_=0)))
        .where(source != Translation.language)
        .group_by(col(Space.slug), col(Space.name), col(Translation.language))
    )
    rows = await db.exec(_of_space(query, slug))
    return [((place, name), language, *figures) for place, name, language, *figures in rows]


def _texts(actor: Actor, *, is_posts: bool) -> Any:
    """Translations of posts, or of titles, with what they belong to, as far as the actor reads."""
    query: Any = select(Translation.subject, Translation.language).select_from(Translation)
    if is_posts:
        query = query.join(Post, col(Post.id) == _number("post:"))
        query = query.join(Topic, col(Topic.id) == Post.topic_id)
        query = query.where(col(Post.state) == PostState.VISIBLE)
    else:
        query = query.join(Topic, col(Topic.id) == _number("topic:"))
    query = query.join(Space, col(Space.id) == Topic.space_id)
    return query.where(visible_to(actor))


def _number(kind: str) -> ColumnElement[Any]:
    """The number in the name of a subject of this kind; NULL for others."""
    digits = func.substr(Translation.subject, len(kind) + 1)
    is_such = col(Translation.subject).startswith(kind)
    return case((is_such, cast(digits, BigInteger)), else_=None)


def _of_space(query: Any, slug: str) -> Any:
    return query.where(col(Space.slug) == slug) if slug else query


async def _written(
    db: AsyncSession, actor: Actor, slug: str, *, is_posts: bool
) -> dict[_Place, dict[str, int]]:
    """How many texts there are, by space and the language that they are written in."""
    source = col(Post.language if is_posts else Topic.language)
    query: Any = select(Space.slug, Space.name, source, func.count()).select_from(Topic)
    if is_posts:
        query = query.join(Post, col(Post.topic_id) == Topic.id)
        query = query.where(Post.state == PostState.VISIBLE)
    query = (
        query.join(Space, col(Space.id) == Topic.space_id)
        .where(visible_to(actor))
        .group_by(col(Space.slug), col(Space.name), source)
    )
    found: defaultdict[_Place, dict[str, int]] = defaultdict(dict)
    for place, name, language, many in await db.exec(_of_space(query, slug)):
        found[place, name][language] = many
    return found


async def stale(db: AsyncSession, actor: Actor, slug: str, most: int) -> Sequence[Stale]:
    """Translations that are not of the newest text or glossary, the longest so first."""
    found: list[Stale] = []
    for is_posts in (True, False):
        query = (
            _texts(actor, is_posts=is_posts)
            .with_only_columns(
                *(col(Translation.subject), col(Translation.language), _SINCE),
                *(col(Topic.title), col(Topic.language)),
            )
            .where(_OLD)
            .order_by(_SINCE, col(Translation.subject), col(Translation.language))
            .limit(most)
        )
        found += [Stale(*row) for row in await db.exec(_of_space(query, slug))]
    return sorted(found, key=lambda one: (one.since, one.subject, one.language))[:most]


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
