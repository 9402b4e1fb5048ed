"""How far texts are translated, and what engines were sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import and_, case, cast, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.discussions.queries import visible_to
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.reviews.rules import Covered, Sent
from forum.spaces.tables import Space
from forum.translations.rules import Status
from forum.translations.tables import Translation
from forum.translations.tables import TranslationRequest as Request
from forum.translations.tables import TranslationSpending as Spending

_ENGINE = "engine:"


async def coverage(db: AsyncSession, actor: Actor, slug: str = "") -> Sequence[Covered]:
    """How many posts of each space are translated into each language, by space, the most first.

    Args:
        db: to read from.
        actor: sees the spaces and topics that are counted.
        slug: of one space alone; "" for all.
    """
    totals = await _written(db, actor, slug)
    number = case(
        (
            col(Translation.subject).startswith("post:"),
            cast(func.substr(Translation.subject, len("post:") + 1), BigInteger),
        ),
        else_=None,
    )
    old = or_(col(Translation.outdated_at).is_not(None), col(Translation.stale_at).is_not(None))
    reviewed = and_(col(Translation.status).in_([Status.REVIEWED, Status.HUMAN]), ~old)
    many = func.count()
    query: Any = (
        select(Space.slug, Space.name, Translation.language)
        .add_columns(many, func.sum(case((reviewed, 1), else_=0)))
        .add_columns(func.sum(case((old, 1), else_=0)))
        .select_from(Translation)
        .join(Post, and_(col(Post.id) == number, col(Post.language) != Translation.language))
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(Post.state) == PostState.VISIBLE, visible_to(actor))
        .group_by(col(Space.slug), col(Space.name), col(Translation.language))
        .order_by(col(Space.name), many.desc(), col(Translation.language))
    )
    if slug:
        query = query.where(col(Space.slug) == slug)
    return [
        Covered(
            space=place,
            name=name,
            language=language,
            posts=sum(n for tag, n in totals[place].items() if tag != language),
            translated=translated,
            reviewed=int(checked),
            stale=int(outdated),
        )
        for place, name, language, translated, checked, outdated in await db.exec(query)
    ]


async def _written(db: AsyncSession, actor: Actor, slug: str) -> dict[str, dict[str, int]]:
    """How many posts there are, by space and the language that they are written in."""
    query = (
        select(Space.slug, Post.language, func.count())
        .select_from(Post)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Post.state == PostState.VISIBLE, visible_to(actor))
        .group_by(col(Space.slug), col(Post.language))
    )
    if slug:
        query = query.where(col(Space.slug) == slug)
    found: dict[str, dict[str, int]] = {}
    for place, language, many in await db.exec(query):
        found.setdefault(place, {})[language] = many
    return found


async def sent(db: AsyncSession, since: date) -> Sequence[Sent]:
    """What each engine was sent on each day, the newest first."""
    query = (
        select(col(Spending.day), col(Spending.payer), col(Spending.characters))
        .where(Spending.day >= since, col(Spending.payer).startswith(_ENGINE))
        .order_by(col(Spending.day).desc(), col(Spending.payer))
    )
    rows = await db.exec(query)
    return [Sent(day, payer.removeprefix(_ENGINE), many) for day, payer, many in rows]


async def failures(db: AsyncSession) -> Sequence[tuple[str, int]]:
    """How many translations wait for an engine (""), and how many could not be made, by reason."""
    many = func.count()
    query = select(Request.failure, many).group_by(col(Request.failure)).order_by(many.desc())
    return [(failure, number) for failure, number in await db.exec(query)]
