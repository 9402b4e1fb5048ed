"""Reading topics."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.partners import ORGANISATIONS
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import InvalidCursor, NotFound
from forum.core.ids import MemberId, PostId, TopicId
from forum.core.paging import Key, Page, Window, cut, micros, moment
from forum.discussions.queries.read_marks import Unread, has_unread
from forum.discussions.queries.resources import cards, shares
from forum.discussions.queries.rows import topic_out, visible_to
from forum.discussions.rules import Kind, PostState
from forum.discussions.schemas import TopicOut
from forum.discussions.tables import Post, Topic, TopicTag
from forum.spaces.tables import Space
from i18n.collation import collated

Sort = Literal["latest", "new"]
SHAPES: Mapping[Sort, tuple[type, ...]] = {"latest": (int, int, int), "new": (int,)}
"""What the cursors of each order hold."""


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """Which topics are wanted, and in which order; empty means any.

    Attributes:
        space: a space's slug; pinned topics come first in it.
        kind: a kind of topic.
        tag: one tag, folded.
        language: BCP 47 tag of the language a topic was begun in.
        sort: `latest` by the newest post, `new` by the beginning; both newest first.
        author: who began it.
        address: canonical address of a resource that it shares.
        unanswered: whether only questions are wanted that have no accepted answer, and to which
            nobody wrote but who asked.
        unread: whose unread topics are wanted.
    """

    space: str = ""
    kind: Kind | None = None
    tag: str = ""
    language: str = ""
    sort: Sort = "latest"
    author: MemberId | None = None
    address: str = ""
    unanswered: bool = False
    unread: Unread | None = None


async def topic(db: AsyncSession, actor: Actor, topic_id: TopicId) -> TopicOut:
    """One topic.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = (
        select(Topic, Space, Member)
        .join(Space, col(Space.id) == Topic.space_id)
        .join(Member, col(Member.id) == Topic.author_id)
        .where(Topic.id == topic_id, visible_to(actor))
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    tags, shown = await _tags(db, [topic_id]), await cards(db, [row[0]])
    return topic_out(*row, tags[topic_id], shown.get(topic_id))


async def topics_page(
    db: AsyncSession, actor: Actor, wanted: TopicFilter, window: Window
) -> Page[TopicOut]:
    """One page of the topics that the actor sees; its cost does not grow with its depth."""
    conditions = _conditions(actor, wanted)
    if (key := window.after or window.before) is not None:
        conditions.append(_beyond(wanted, key, forward=window.before is None))
    query = (
        select(Topic, Space, Member)
        .join(Space, col(Space.id) == Topic.space_id)
        .join(Member, col(Member.id) == Topic.author_id)
        .where(*conditions)
        .order_by(*_order(wanted, forward=window.before is None))
        .limit(window.limit + 1)
    )
    rows = (await db.exec(query)).all()
    tags = await _tags(db, [row[0].id for row in rows if row[0].id is not None])
    shown = await cards(db, [row[0] for row in rows])
    topics = [topic_out(*row, tags[row[0].id or 0], shown.get(row[0].id or 0)) for row in rows]
    return cut(topics, window, lambda one: topic_key(wanted, one))


async def topics_in_other_languages(db: AsyncSession, actor: Actor, wanted: TopicFilter) -> int:
    """How many topics fit everything that is wanted but the language."""
    query = (
        select(func.count())
        .select_from(Topic)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            *_conditions(actor, replace(wanted, language="")),
            col(Topic.language) != wanted.language,
        )
    )
    return (await db.exec(query)).one()


async def topics_of_posts(db: AsyncSession, ids: Collection[PostId]) -> Mapping[PostId, TopicId]:
    """The topic that each of some posts is in; whoever shows it asks who sees it."""
    if not ids:
        return {}
    rows = await db.exec(select(Post.id, Post.topic_id).where(col(Post.id).in_(ids)))
    return {PostId(post or 0): TopicId(topic) for post, topic in rows}


async def countries(db: AsyncSession, topic_id: TopicId) -> Sequence[str]:
    """Codes of the countries of those who wrote what can be read in a topic, as they came to it."""
    query = (
        select(Member.partner)
        .join(Post, col(Post.author_id) == Member.id)
        .where(
            Post.topic_id == topic_id,
            Post.state == PostState.VISIBLE,
            col(Member.partner).not_in({"", *ORGANISATIONS}),
        )
        .group_by(col(Member.partner))
        .order_by(func.min(Post.number))
    )
    return (await db.exec(query)).all()


async def topics_by_id(
    db: AsyncSession, actor: Actor, ids: Collection[TopicId]
) -> Mapping[TopicId, TopicOut]:
    """Those of some topics that the actor sees."""
    query = (
        select(Topic, Space, Member)
        .join(Space, col(Space.id) == Topic.space_id)
        .join(Member, col(Member.id) == Topic.author_id)
        .where(col(Topic.id).in_(ids), visible_to(actor))
    )
    rows = (await db.exec(query)).all()
    tags, shown = await _tags(db, ids), await cards(db, [row[0] for row in rows])
    topics = [topic_out(*row, tags[row[0].id or 0], shown.get(row[0].id or 0)) for row in rows]
    return {one.id: one for one in topics}


def topic_key(wanted: TopicFilter, found: TopicOut) -> Key:
    """Where a topic stands in a list."""
    if wanted.sort == "new":
        return (found.id,)
    return (int(bool(wanted.space) and found.pinned), micros(found.last_post_at), found.id)


def _conditions(actor: Actor, wanted: TopicFilter) -> list[ColumnElement[bool]]:
    found = [visible_to(actor)]
    if wanted.space:
        found.append(col(Space.slug) == wanted.space)
    if wanted.kind:
        found.append(col(Topic.kind) == wanted.kind)
    if wanted.address:
        found.append(shares(wanted.address))
    if wanted.author is not None:
        found.append(col(Topic.author_id) == wanted.author)
    if wanted.unanswered:
        found += [col(Topic.kind) == Kind.QUESTION, col(Topic.accepted_id).is_(None)]
        found.append(col(Topic.people_count) <= 1)
    if wanted.unread:
        found.append(has_unread(wanted.unread))
    if wanted.language:
        found.append(col(Topic.language) == wanted.language)
    if wanted.tag:
        tagged = exists().where(col(TopicTag.topic_id) == Topic.id, col(TopicTag.tag) == wanted.tag)
        found.append(tagged)
    return found


def _columns(wanted: TopicFilter) -> list[Mapped[Any]]:
    if wanted.sort == "new":
        return [col(Topic.id)]
    latest: list[Mapped[Any]] = [col(Topic.last_post_at), col(Topic.id)]
    return [col(Topic.pinned), *latest] if wanted.space else latest


def _order(wanted: TopicFilter, *, forward: bool) -> Sequence[ColumnElement[Any]]:
    return [column.desc() if forward else column.asc() for column in _columns(wanted)]


def _beyond(wanted: TopicFilter, key: Key, *, forward: bool) -> ColumnElement[bool]:
    if wanted.sort == "new":
        values: list[Any] = [key[0]]
    else:
        try:
            values = [moment(int(key[1])), key[2]]
        except OverflowError as error:
            raise InvalidCursor from error
        values = [bool(key[0]), *values] if wanted.space else values
    columns = tuple_(*_columns(wanted))
    return columns < tuple_(*values) if forward else columns > tuple_(*values)


async def _tags(db: AsyncSession, ids: Collection[TopicId]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    if ids:
        query = select(TopicTag).where(col(TopicTag.topic_id).in_(ids))
        for row in collated(await db.exec(query), "", lambda row: row.tag):
            found[row.topic_id].append(row.tag)
    return found
