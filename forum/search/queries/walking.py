"""Rows of the index that fit, the newest first, from either database.

SQLite's index gives them in that order, one by one. PostgreSQL's has no order: it gives all rows
with a word, which is right for a rare one, and for a common one the rows themselves are looked
through from the newest on, until there are enough. Which of the two a word is, the newest posts
tell: PostgreSQL would guess, and be wrong by a second about beginnings of words, and about titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.tables import Post, Topic
from forum.search import matching
from forum.search.queries.scope import Scope
from forum.search.rules import PLACES, Asked
from forum.search.tables import NAME, WORDS
from forum.spaces.tables import Space

NEWEST = 1_000
"""Posts that tell whether what is looked for is common."""
DEARER = 2
"""How many times what a row costs that is looked through it costs when the index gives it."""
FARTHER = 15_000
"""Posts that are looked through besides, for what is common."""
_TITLE_WEIGHT, _BODY_WEIGHT, _FACET_WEIGHT = 10.0, 1.0, 0.0


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
        return await _executed(db, _of_sqlite(walk))
    top, is_common = walk.below, walk.is_common
    found: list[Row] = []
    if is_common is None:
        edge = top - NEWEST * PLACES
        found = await _executed(db, _looking_through(walk, edge, top))
        top, is_common = edge, are_common(walk, len(found), NEWEST)
    if is_common and len(found) < walk.limit:
        rest = _looking_through(_rest(walk, found), top - FARTHER * PLACES, top)
        top, found = top - FARTHER * PLACES, found + await _executed(db, rest)
    if top > 0 and len(found) < walk.limit:
        found += await _executed(db, _by_index(_rest(walk, found), top))
    return found


def are_common(walk: Walk, count: int, posts: int) -> bool:
    """Whether to look rows through for a walk, and not to have all that fit from the index.

    Where `count` of so many `posts` fit, one of `every`, there are enough when `limit * every` have
    been looked through; the index gives one of `every` of all.
    """
    if not count:
        return False
    every = posts / count
    return walk.limit * every < DEARER * (walk.scope.end / PLACES) / every


def _rest(walk: Walk, found: Sequence[Row]) -> Walk:
    return replace(walk, limit=walk.limit - len(found))


async def _executed(db: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[Row]:
    found = await (await db.connection()).execute(query)
    return [Row(place, TopicId(topic), score, bool(named)) for place, topic, score, named in found]


def _of_sqlite(walk: Walk) -> Select[*tuple[Any, ...]]:
    index: ColumnElement[Any] = literal_column(NAME)
    words = matching.fts5(walk.asked, walk.scope.facets, in_title=walk.in_title)
    score = -func.bm25(index, _TITLE_WEIGHT, _BODY_WEIGHT, _FACET_WEIGHT)
    fits = index.op("MATCH", is_comparison=True)(words) if words else true()
    query = (
        select(
            WORDS.c.rowid,
            col(Post.topic_id),
            score if walk.asked.words else literal(0.0),
            literal_column("0"),
        )
        .select_from(WORDS)
        .join(Post, col(Post.id) == _post_of(WORDS.c.rowid))
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(fits, WORDS.c.rowid < walk.below, *walk.scope.conditions)
    )
    return query.order_by(WORDS.c.rowid.desc()).limit(walk.limit)


def _post_of(row: ColumnElement[int]) -> ColumnElement[int]:
    return row.op("/")(literal_column(str(PLACES)))


def _fits(walk: Walk) -> ColumnElement[bool]:
    words = matching.tsquery(walk.asked, walk.scope.facets, in_title=walk.in_title)
    query = cast(literal(words), TSQUERY)
    return column("words", TSVECTOR).op("@@", is_comparison=True)(query)


def _looking_through(walk: Walk, first: int, end: int) -> Select[*tuple[Any, ...]]:
    """Of the rows from `first` until before `end`, those that fit; the index of words is not used.

    It serves no condition that is not the bare operator.
    """
    query = select(WORDS.c.rowid.label("place")).where(
        WORDS.c.rowid >= first, WORDS.c.rowid < end, _fits(walk).is_not(false())
    )
    return _seen(walk, query.order_by(WORDS.c.rowid.desc()))


def _by_index(walk: Walk, end: int) -> Select[*tuple[Any, ...]]:
    """Of the rows before `end`, those that fit, by the index of words: no other has this order."""
    place = (WORDS.c.rowid + literal_column("0")).label("place")
    return _seen(walk, select(place).where(WORDS.c.rowid < end, _fits(walk)).order_by(place.desc()))


def _seen(walk: Walk, places: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of places in their order, those in scope, until there are enough.

    Neither part may be merged with the other (hence OFFSET and LIMIT): PostgreSQL would look up
    every post that fits before it puts the first of them in order.
    """
    found = places.offset(literal_column("0")).subquery("found")
    score: ColumnElement[float] = literal(0.0)
    named: ColumnElement[Any] = literal_column("false")
    again = WORDS.alias("again")
    query = select(col(Post.topic_id)).join(Topic, col(Topic.id) == Post.topic_id)
    query = query.join(Space, col(Space.id) == Topic.space_id)
    query = query.where(col(Post.id) == _post_of(found.c.place), *walk.scope.conditions)
    if walk.asked.words:
        words: ColumnElement[Any] = literal_column("again.words", TSVECTOR)
        score = func.ts_rank(words, _query(walk.asked, in_title=walk.in_title))
        named = words.op("@@", is_comparison=True)(_query(walk.asked, in_title=True))
        query = query.join(again, again.c.rowid == found.c.place)
    query = query.add_columns(score.label("score"), named.label("named"))
    seen = query.limit(literal_column("1")).lateral("seen")
    whole = select(found.c.place, *seen.c).select_from(found)
    return whole.join(seen, true()).order_by(found.c.place.desc()).limit(walk.limit)


def _query(asked: Asked, *, in_title: bool) -> ColumnElement[Any]:
    return cast(literal(matching.tsquery(asked, (), in_title=in_title)), TSQUERY)


def below(post_id: PostId) -> int:
    """The bound of a walk that begins before a post."""
    return post_id * PLACES
