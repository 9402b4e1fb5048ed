"""Where a search looks: what the actor may see, within the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.search import facets
from forum.search.facets import AnyOf
from forum.search.queries import statements
from forum.search.queries.statements import Shape, reader_of
from forum.search.rules import Asked, Filters


@dataclass(frozen=True, slots=True)
class Scope:
    """The posts among which is searched.

    Attributes:
        shape: names the statements that say it exactly.
        bound: what they are given.
        facets: narrow what the index gives to these posts, or few more.
        end: the place after the newest row of the index.
    """

    shape: Shape
    bound: Mapping[str, Any]
    facets: Sequence[AnyOf]
    end: int


async def scope(db: AsyncSession, actor: Actor, asked: Asked) -> Scope | None:
    """Where to look for `asked`; `None` where there is nothing that this actor could find."""
    filters = asked.filters
    places, end, author = await _places(db, actor, filters)
    if filters.author and author is None:
        return None
    narrowed = [places, *_narrowed(actor, filters, author)]
    if not asked.words:
        narrowed.append((facets.ORIGINAL,))
    bound = _bound(actor, filters, author)
    shape = Shape(reader_of(actor), frozenset(bound), bool(asked.words))
    given = [group for group in narrowed if group is not None]
    if () in given:  # no space, or no day
        return None
    return Scope(shape, {**bound, "reader": actor.member_id}, given, end)


class _Places(NamedTuple):
    """The facets of the spaces to look in, `None` for all that there are; the index's end."""

    spaces: AnyOf | None
    end: int
    author: MemberId | None


async def _places(db: AsyncSession, actor: Actor, filters: Filters) -> _Places:
    given = {"reader": actor.member_id, "handle": filters.author}
    statement = statements.places(reader_of(actor))
    rows = (await (await db.connection()).execute(statement, given)).all()
    if not rows:
        return _Places((), 0, None)
    wanted = [row for row in rows if row.seen and filters.space in ("", row.slug)]
    found = tuple(facets.in_space(row.id) for row in wanted)
    *_, newest, author = rows[0]
    return _Places(None if len(found) == len(rows) else found, (newest or 0) + 1, author)


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


def _bound(actor: Actor, filters: Filters, author: MemberId | None) -> dict[str, Any]:
    """Names and values of what the filters ask of posts."""
    begin, end = _between(actor, filters)
    bound = {
        "kind": filters.kind,
        "language": filters.language or None,
        "space": filters.space or None,
        "author": author,
        "begin": begin,
        "end": end,
    }
    return {name: value for name, value in bound.items() if value is not None}


def _between(actor: Actor, filters: Filters) -> tuple[datetime | None, datetime | None]:
    return _midnight(filters.after, actor), _midnight(filters.before, actor)


def _midnight(day: date | None, actor: Actor) -> datetime | None:
    """When a day begins where the reader is."""
    return None if day is None else datetime.combine(day, time(), ZoneInfo(actor.zone))
