"""Finding posts by words and filters.

A word that stands in every second post must not have them all ranked: the newest `CANDIDATES` rows
that fit are, and with them the newest whose titles fit. Both indexes give rows newest first
without sorting; whatever is older than that many equals is reached by `sort=new`, which has no end.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, cast, column, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page, Window, cut
from forum.discussions.queries import text_readable_by, visible_to
from forum.discussions.tables import Post, Topic
from forum.search import matching
from forum.search.rules import PLACES, Asked, Filters, Sort, is_original, place, post_at
from forum.search.tables import NAME, WORDS
from forum.spaces.tables import Space

CANDIDATES = 400
_TITLES = 200
_FINE = 1_000_000
"""Scores are compared as whole numbers, which a cursor can hold."""
_TITLE_WEIGHT, _BODY_WEIGHT = 10.0, 1.0

Row = tuple[int, TopicId, float]
"""Where words were found, the topic it is in, and how well they fit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found.

    Attributes:
        row: where its words stand: the original, or else a translation.
        score: how well they fit.
    """

    post_id: PostId
    topic_id: TopicId
    row: int
    score: int


async def hits_page(
    db: AsyncSession, actor: Actor, asked: Asked, sort: Sort, window: Window
) -> Page[Hit]:
    """One page of the posts that fit; the key of a hit is its score and its post."""
    if sort == "new" or not asked.words:
        return await _newest(db, actor, asked, window)
    found = await hits(db, actor, asked)
    if window.after is not None:
        found = [one for one in found if key_of(one) < window.after]
    return cut(found[: window.limit + 1], window, key_of)


def key_of(hit: Hit) -> tuple[int, int]:
    """Where a hit stands in a list, which begins with the greatest."""
    return (hit.score, hit.post_id)


async def hits(db: AsyncSession, actor: Actor, asked: Asked) -> list[Hit]:
    """The posts that fit best, the best first and the newer one of two equals."""
    rows = await _rows(db, _matching(db, actor, asked), CANDIDATES)
    if len(rows) == CANDIDATES and not asked.filters.in_title:
        rows += await _rows(db, _matching(db, actor, asked, in_title=True), _TITLES)
    return sorted(_by_post(rows), key=key_of, reverse=True)


async def _newest(db: AsyncSession, actor: Actor, asked: Asked, window: Window) -> Page[Hit]:
    """The posts that fit, the newest first: in portions, as one may be found in many languages."""
    query = _matching(db, actor, asked) if asked.words else _listing(actor, asked.filters)
    after = None if window.after is None else PostId(int(window.after[1]))
    found: list[Hit] = []
    while True:
        part = query if after is None else query.where(_older(asked, after))
        rows = await _rows(db, part, CANDIDATES)
        is_last = len(rows) < CANDIDATES
        if not is_last:  # the last post's other languages may be in the next portion
            last = post_at(rows[-1][0])
            rows = [row for row in rows if post_at(row[0]) != last] or rows
        found += (Hit(one.post_id, one.topic_id, one.row, 0) for one in _by_post(rows))
        if is_last or len(found) > window.limit:
            return cut(found[: window.limit + 1], window, key_of)
        after = found[-1].post_id


async def _rows(db: AsyncSession, query: Select[*tuple[Any, ...]], limit: int) -> list[Row]:
    found = await (await db.connection()).execute(query.limit(limit))
    return [(row, TopicId(topic), score) for row, topic, score in found]


def _by_post(rows: Iterable[Row]) -> list[Hit]:
    """Each post once: with its best score, and the original if its words stand there."""
    found: dict[PostId, Hit] = {}
    for row, topic_id, score in rows:
        post_id, fine = post_at(row), round(score * _FINE)
        if (known := found.get(post_id)) is None:
            found[post_id] = Hit(post_id, topic_id, row, fine)
        else:
            found[post_id] = Hit(post_id, topic_id, min(row, known.row), max(fine, known.score))
    return list(found.values())


def _older(asked: Asked, post_id: PostId) -> ColumnElement[bool]:
    return WORDS.c.rowid < place(post_id, 0) if asked.words else col(Post.id) < post_id


def _matching(
    db: AsyncSession, actor: Actor, asked: Asked, *, in_title: bool = False
) -> Select[*tuple[Any, ...]]:
    """Rows of the index that fit and lead to what `actor` may read, the newest first."""
    fits, score = _words(db.get_bind().dialect.name, asked, in_title or asked.filters.in_title)
    post_id = WORDS.c.rowid.op("/")(literal_column(str(PLACES)))
    query = select(WORDS.c.rowid, col(Post.topic_id), score).select_from(WORDS)
    return (
        _with_topics(query.join(Post, col(Post.id) == post_id))
        .where(fits, *_conditions(actor, asked.filters))
        .order_by(WORDS.c.rowid.desc())
    )


def _listing(actor: Actor, filters: Filters) -> Select[*tuple[Any, ...]]:
    """The same for a query without words."""
    row = col(Post.id) * PLACES
    return (
        _with_topics(select(row, col(Post.topic_id), literal(0.0)).select_from(Post))
        .where(*_conditions(actor, filters))
        .order_by(col(Post.id).desc())
    )


def _with_topics(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .join(Member, col(Member.id) == Post.author_id)
    )


def _words(
    dialect: str,
    asked: Asked,
    in_title: bool,  # noqa: FBT001
) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    if dialect == "postgresql":
        words = column("words", TSVECTOR)
        query = cast(literal(matching.tsquery(asked, in_title=in_title)), TSQUERY)
        return words.op("@@", is_comparison=True)(query), func.ts_rank(words, query)
    index: ColumnElement[Any] = literal_column(NAME)
    fits = index.op("MATCH", is_comparison=True)(matching.fts5(asked, in_title=in_title))
    return fits, -func.bm25(index, _TITLE_WEIGHT, _BODY_WEIGHT)


def _conditions(actor: Actor, filters: Filters) -> Sequence[ColumnElement[bool]]:
    found = [visible_to(actor), text_readable_by(actor)]
    if filters.kind is not None:
        found.append(col(Topic.kind) == filters.kind)
    if filters.language:
        found.append(col(Post.language) == filters.language)
    if filters.space:
        found.append(col(Space.slug) == filters.space)
    if filters.author:
        found.append(col(Member.handle) == filters.author)
    if filters.after is not None:
        found.append(col(Post.created_at) >= _midnight(filters.after, actor))
    if filters.before is not None:
        found.append(col(Post.created_at) < _midnight(filters.before, actor))
    return found


def _midnight(day: date, actor: Actor) -> datetime:
    """When a day begins where the reader is."""
    return datetime.combine(day, time(), ZoneInfo(actor.zone))


async def languages_of(db: AsyncSession, found: Collection[Hit]) -> Mapping[PostId, str]:
    """The language of the translation in which each of `found` was found, where it was in one."""
    rows = [one.row for one in found if not is_original(one.row)]
    if not rows:
        return {}
    query = select(WORDS.c.rowid, WORDS.c.language).where(WORDS.c.rowid.in_(rows))
    return {post_at(row): tag for row, tag in await (await db.connection()).execute(query)}
