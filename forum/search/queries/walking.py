"""Rows of the index that fit, the newest first, from either database.

SQLite's index gives them in that order, one by one. PostgreSQL's has no order: it gives all rows
with a word, which is right for a rare one, and for a common one the rows themselves are looked
through from the newest on, until there are enough. Which of the two a word is, the newest posts
tell: PostgreSQL would guess, and be wrong by a second about beginnings of words, and about titles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.search import matching
from forum.search.queries.scope import Scope
from forum.search.queries.statements import Statement, by_index, looking_through, of_sqlite
from forum.search.rules import PLACES, Asked

NEWEST = 500
"""Posts that tell whether what is looked for is common."""
FARTHER = 15_000
"""Posts that are looked through besides, for what is common."""


class Row(NamedTuple):
    """Where words were found.

    Attributes:
        place: of the row in the index.
        score: how well they fit.
        in_title: whether all of them stand in the title; never said by SQLite, which finds titles
            as quickly as texts.
    """

    place: int
    topic_id: TopicId
    score: float
    in_title: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through the index.

    Attributes:
        below: only rows before this one.
        limit: of rows.
        is_common: whether many rows fit; `None` where the newest posts are to tell.
    """

    asked: Asked
    scope: Scope
    limit: int
    below: int
    in_title: bool = False
    is_common: bool | None = None


async def rows(db: AsyncSession, walk: Walk) -> list[Row]:
    """The newest rows that fit, the newest first."""
    if db.get_bind().dialect.name == "sqlite":
        return await _of_sqlite(db, walk)
    top, is_common = walk.below, walk.is_common
    found: list[Row] = []
    if is_common is None:
        edge = top - NEWEST * PLACES
        found = await _looking_through(db, walk, edge)
        top, is_common = edge, are_common(walk, len(found), NEWEST)
    if is_common and len(found) < walk.limit:
        first = top - FARTHER * PLACES
        found += await _looking_through(db, _rest(walk, found, top), first)
        top = first
    if top > 0 and len(found) < walk.limit:
        found += await _by_index(db, _rest(walk, found, top))
    return found


def are_common(walk: Walk, count: int, posts: int) -> bool:
    """Whether to look rows through for a walk, and not to have all that fit from the index.

    Where `count` of so many `posts` fit, one of `every`, there are enough when `limit * every` have
    been looked through; the index gives one of `every` of all. A row costs as much either way.
    """
    if not count:
        return False
    every = posts / count
    return walk.limit * every < (walk.scope.end / PLACES) / every


def _rest(walk: Walk, found: Sequence[Row], top: int) -> Walk:
    return replace(walk, limit=walk.limit - len(found), below=top)


async def _of_sqlite(db: AsyncSession, walk: Walk) -> list[Row]:
    words = matching.fts5(walk.asked, walk.scope.facets, in_title=walk.in_title)
    return await _executed(db, of_sqlite(walk.scope.shape), walk, {"fits": words})


async def _looking_through(db: AsyncSession, walk: Walk, first: int) -> list[Row]:
    bound = {**_queries(walk), "first": first}
    return await _executed(db, looking_through(walk.scope.shape), walk, bound)


async def _by_index(db: AsyncSession, walk: Walk) -> list[Row]:
    return await _executed(db, by_index(walk.scope.shape), walk, _queries(walk))


def _queries(walk: Walk) -> Mapping[str, str]:
    """What PostgreSQL is asked for in the words of its index."""
    facets = walk.scope.facets
    return {
        "fits": matching.tsquery(walk.asked, facets, in_title=walk.in_title),
        "ranked": matching.tsquery(walk.asked, (), in_title=walk.in_title),
        "titled": matching.tsquery(walk.asked, (), in_title=True),
    }


async def _executed(
    db: AsyncSession, statement: Statement, walk: Walk, bound: Mapping[str, Any]
) -> list[Row]:
    values = {**walk.scope.bound, **bound, "below": walk.below, "limit": walk.limit}
    found = (await (await db.connection()).execute(statement, values)).all()
    return [Row(place, TopicId(topic), score, bool(named)) for place, topic, score, named in found]


def below(post_id: PostId) -> int:
    """The bound of a walk that begins before a post."""
    return post_id * PLACES
