"""Where a search looks: what the actor may see, within the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy
from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.discussions.queries import text_readable_by, visible_to
from forum.discussions.tables import Post, Topic
from forum.search import facets
from forum.search.facets import AnyOf
from forum.search.rules import Asked, Filters
from forum.search.tables import WORDS
from forum.spaces import queries as spaces
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Scope:
    """The posts among which is searched.

    Attributes:
        conditions: say it exactly, in a query over `Post`, `Topic` and `Space`.
        facets: narrow what the index gives to these posts, or few more.
        end: the place after the newest row of the index.
    """

    conditions: Sequence[ColumnElement[bool]]
    facets: Sequence[AnyOf]
    end: int


async def scope(db: AsyncSession, actor: Actor, asked: Asked) -> Scope | None:
    """Where to look for `asked`; `None` where there is nothing that this actor could find."""
    filters = asked.filters
    places, end = await _places(db, actor, filters.space)
    author = await _author(db, filters.author) if filters.author else None
    if places == () or (filters.author and author is None):
        return None
    narrowed = [places, *_narrowed(actor, filters, author)]
    if not asked.words:
        narrowed.append((facets.ORIGINAL,))
    conditions = _conditions(actor, filters, author)
    return Scope(conditions, [group for group in narrowed if group is not None], end)


async def _places(db: AsyncSession, actor: Actor, slug: str) -> tuple[AnyOf | None, int]:
    """The facets of the spaces to look in, `None` for all that there are; the index's end."""
    newest = sqlalchemy.select(func.max(WORDS.c.rowid)).scalar_subquery()
    query: Any = select(Space.id, Space.slug, spaces.visible_to(actor).label("seen"), newest)
    rows = (await db.exec(query)).all()
    found = [facets.in_space(id_) for id_, name, seen, _ in rows if seen and slug in ("", name)]
    end = (rows[0][-1] or 0) + 1 if rows else 0
    return None if rows and len(found) == len(rows) else tuple(found), end


async def _author(db: AsyncSession, handle: str) -> MemberId | None:
    found = (await db.exec(select(Member.id).where(Member.handle == handle))).first()
    return None if found is None else MemberId(found)


def _narrowed(actor: Actor, filters: Filters, author: MemberId | None) -> list[AnyOf]:
    found: list[AnyOf] = []
    if author is not None:
        found.append((facets.by_author(author),))
    if filters.kind is not None:
        found.append((facets.of_kind(filters.kind),))
    if filters.language:
        found.append((facets.in_language(filters.language),))
    if filters.after is not None or filters.before is not None:
        found.append(facets.periods(*_between(actor, filters)))
    return found


def _conditions(
    actor: Actor, filters: Filters, author: MemberId | None
) -> Sequence[ColumnElement[bool]]:
    found = [visible_to(actor), text_readable_by(actor)]
    if filters.kind is not None:
        found.append(col(Topic.kind) == filters.kind)
    if filters.language:
        found.append(col(Post.language) == filters.language)
    if filters.space:
        found.append(col(Space.slug) == filters.space)
    if author is not None:
        found.append(col(Post.author_id) == author)
    begin, end = _between(actor, filters)
    if begin is not None:
        found.append(col(Post.created_at) >= begin)
    if end is not None:
        found.append(col(Post.created_at) < end)
    return found


def _between(actor: Actor, filters: Filters) -> tuple[datetime | None, datetime | None]:
    return _midnight(filters.after, actor), _midnight(filters.before, actor)


def _midnight(day: date | None, actor: Actor) -> datetime | None:
    """When a day begins where the reader is."""
    return None if day is None else datetime.combine(day, time(), ZoneInfo(actor.zone))
