"""The statements of search, built once for all searches of a shape.

Composing a statement takes the processor longer than many a search does; what differs from one
search to the next is bound: its words, the reader, the values of its filters, and the bounds of
its walk.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import load_only
from sqlalchemy.types import UserDefinedType
from sqlmodel import col
from sqlmodel import select as select_rows

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.db.base import Id
from forum.discussions.queries import text_readable_by, visible_to
from forum.discussions.tables import Post, Topic, TopicTag
from forum.search.rules import PLACES
from forum.search.tables import NAME, WORDS
from forum.spaces import queries as spaces
from forum.spaces.tables import Space

Statement = Select[*tuple[Any, ...]]
_SOMEBODY: Any = bindparam("reader", type_=Id())
_MODERATOR, _MEMBER, _VISITOR = Actor(_SOMEBODY, role=Role.MODERATOR), Actor(_SOMEBODY), Actor()
_LIMIT: Any = bindparam("limit", type_=Integer)
_TITLE_WEIGHT, _BODY_WEIGHT, _FACET_WEIGHT = 10.0, 1.0, 0.0


class _TextSearch(UserDefinedType[str]):
    """A type of PostgreSQL's text search, said here: its dialect takes 2 MiB, on SQLite too."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_more: object) -> str:
        """How it is called in statements."""
        return self.name


_TSQUERY, _TSVECTOR = _TextSearch("TSQUERY"), _TextSearch("TSVECTOR")


def reader_of(actor: Actor) -> Actor:
    """An actor as far as what may be seen depends on it.

    The id is bound, as `reader`, wherever nothing is granted to the member in particular.
    """
    if actor.is_moderator:
        return _MODERATOR
    if actor.grants:
        return Actor(actor.member_id, grants=actor.grants, scopes=actor.scopes)
    return _VISITOR if actor.member_id is None else _MEMBER


@dataclass(frozen=True, slots=True)
class Shape:
    """What searches that are answered by the same statements have in common.

    Attributes:
        reader: see `reader_of`.
        filters: the names of what is bound for them.
        has_words: whether words are looked for.
    """

    reader: Actor
    filters: frozenset[str]
    has_words: bool


@lru_cache(maxsize=256)
def places(reader: Actor) -> Statement:
    """Of every space its id, slug and whether it is seen; the newest row; the author's id.

    Bound: `reader`, `handle`.
    """
    newest = select(func.max(WORDS.c.rowid)).scalar_subquery()
    named = col(Member.handle) == bindparam("handle")
    author = select(col(Member.id)).where(named).scalar_subquery()
    seen = spaces.visible_to(reader).label("seen")
    return select(col(Space.id), col(Space.slug), seen, newest, author)


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """Which posts are meant, exactly, in a query over `Post`, `Topic` and `Space`."""
    asked = {
        "kind": col(Topic.kind) == bindparam("kind"),
        "language": col(Post.language) == bindparam("language"),
        "space": col(Space.slug) == bindparam("space"),
        "author": col(Post.author_id) == bindparam("author"),
        "begin": col(Post.created_at) >= bindparam("begin"),
        "end": col(Post.created_at) < bindparam("end"),
    }
    wanted = [condition for name, condition in asked.items() if name in shape.filters]
    return [visible_to(shape.reader), text_readable_by(shape.reader), *wanted]


@lru_cache(maxsize=256)
def of_sqlite(shape: Shape) -> Statement:
    """The newest rows that fit, by FTS5: place, topic, score, and nothing of titles.

    Bound: `fits`, `below`, `limit`, and what the shape says.
    """
    index: ColumnElement[Any] = literal_column(NAME)
    score: ColumnElement[float] = literal(0.0)
    if shape.has_words:
        score = -func.bm25(index, _TITLE_WEIGHT, _BODY_WEIGHT, _FACET_WEIGHT)
    fits = index.op("MATCH", is_comparison=True)(bindparam("fits", type_=String))
    query = (
        select(WORDS.c.rowid, col(Post.topic_id), score, literal_column("0"))
        .select_from(WORDS)
        .join(Post, col(Post.id) == _post_of(WORDS.c.rowid))
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(fits, WORDS.c.rowid < bindparam("below"), *_conditions(shape))
    )
    return query.order_by(WORDS.c.rowid.desc()).limit(_LIMIT)


def _post_of(row: ColumnElement[int]) -> ColumnElement[int]:
    return row.op("/")(literal_column(str(PLACES)))


def _query(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=String), _TSQUERY)


def _fits() -> ColumnElement[bool]:
    return column("words", _TSVECTOR).op("@@", is_comparison=True)(_query("fits"))


@lru_cache(maxsize=256)
def looking_through(shape: Shape) -> Statement:
    """Of the rows from `first` until before `below`, those that fit, without the index of words.

    It serves no condition that is not the bare operator. Rows and what is bound: as `by_index`.
    """
    query = select(WORDS.c.rowid.label("place")).where(
        WORDS.c.rowid >= bindparam("first"),
        WORDS.c.rowid < bindparam("below"),
        _fits().is_not(false()),
    )
    return _seen(shape, query.order_by(WORDS.c.rowid.desc()))


@lru_cache(maxsize=256)
def by_index(shape: Shape) -> Statement:
    """Of the rows before `below`, those that fit, by the index of words: no other has this order.

    Nor is the bound compared with the bare column: not knowing it, a prepared plan expects that it
    leaves a third of all rows, and reads the places of every one of them to say so.
    A row: place, topic, score, and whether the words stand in the title. Bound: `fits` (words and
    facets), `ranked` (words), `titled` (words in the title), `limit`, and what the shape says.
    """
    place = WORDS.c.rowid + literal_column("0")
    query = select(place.label("place")).where(place < bindparam("below"), _fits())
    return _seen(shape, query.order_by(place.desc()))


def _seen(shape: Shape, found_places: Statement) -> Statement:
    """Of places in their order, those in scope, until there are enough.

    Neither part may be merged with the other (hence OFFSET and LIMIT): PostgreSQL would look up
    every post that fits before it puts the first of them in order.
    """
    found = found_places.offset(literal_column("0")).subquery("found")
    score: ColumnElement[float] = literal_column("0.0")
    named: ColumnElement[Any] = literal_column("false")
    again = WORDS.alias("again")
    query = select(col(Post.topic_id)).join(Topic, col(Topic.id) == Post.topic_id)
    query = query.join(Space, col(Space.id) == Topic.space_id)
    query = query.where(col(Post.id) == _post_of(found.c.place), *_conditions(shape))
    if shape.has_words:
        words: ColumnElement[Any] = literal_column("again.words", _TSVECTOR)
        score = func.ts_rank(words, _query("ranked"))
        named = words.op("@@", is_comparison=True)(_query("titled"))
        query = query.join(again, again.c.rowid == found.c.place)
    query = query.add_columns(score.label("score"), named.label("named"))
    seen = query.limit(literal_column("1")).lateral("seen")
    whole = select(found.c.place, *seen.c).select_from(found)
    return whole.join(seen, true()).order_by(found.c.place.desc()).limit(_LIMIT)


LANGUAGES = select(WORDS.c.rowid, WORDS.c.language).where(
    WORDS.c.rowid.in_(bindparam("rows", expanding=True))
)
"""The languages of `rows`."""

TAGS = (
    select(col(TopicTag.topic_id), col(TopicTag.tag))
    .where(col(TopicTag.topic_id).in_(bindparam("topics", expanding=True)))
    .order_by(col(TopicTag.tag))
)
"""The tags of `topics`."""

_SHOWN: Any = (
    (Post.id, Post.topic_id, Post.number, Post.state, Post.html, Post.language, Post.created_at),
    (Topic.id, Topic.kind, Topic.title, Topic.language),
    (Space.id, Space.slug, Space.name, Space.language, Space.texts),
    (Member.id, Member.handle, Member.name, Member.organisation, Member.partner),
)
FOUND = (
    select_rows(Post, Topic, Space, Member)
    .join(Topic, col(Topic.id) == Post.topic_id)
    .join(Space, col(Space.id) == Topic.space_id)
    .join(Member, col(Member.id) == Post.author_id)
    .where(col(Post.id).in_(bindparam("posts", expanding=True)))
    .options(*(load_only(*columns) for columns in _SHOWN))
)
"""`posts` with topic, space and author, as far as a list of what was found shows them."""
