"""How far members have read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import MemberId, PostId, TopicId
from forum.core.paging import Key
from forum.db.inserting import insert_into
from forum.discussions.queries.posts import column_of, value_of
from forum.discussions.queries.rows import readable_by
from forum.discussions.schemas import Shape
from forum.discussions.tables import Post, ReadMark, Topic

MOST_NEW = 100
"""Posts of one topic that are told apart as new."""

Marks = Mapping[tuple[MemberId, TopicId], int]
"""Up to which number of a topic's posts a member has read."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a member has read a topic, 0 if not at all, and the number of its newest post."""

    read: int
    last: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Whose reading counts, and what they have read that is not stored yet: (topic, number)."""

    member_id: MemberId
    noted: Sequence[tuple[TopicId, int]] = ()


def has_unread(reader: Unread) -> ColumnElement[bool]:
    """Which topics hold posts that a member has not seen, in a query over `Topic`.

    Those that were never opened are among them.
    """
    read = exists().where(
        col(ReadMark.member_id) == reader.member_id,
        col(ReadMark.topic_id) == Topic.id,
        col(ReadMark.number) >= col(Topic.last_number),
    )
    unseen = [
        or_(col(Topic.id) != topic, col(Topic.last_number) > number)
        for topic, number in reader.noted
    ]
    return and_(~read, *unseen)


async def progress_of(
    db: AsyncSession, member_id: MemberId, topics: Collection[int]
) -> Mapping[int, Progress]:
    """How far a member has read each of some topics."""
    query = (
        select(Topic.id, ReadMark.number, Topic.last_number)
        .outerjoin(
            ReadMark, (col(ReadMark.topic_id) == Topic.id) & (col(ReadMark.member_id) == member_id)
        )
        .where(col(Topic.id).in_(topics))
    )
    return {topic or 0: Progress(read or 0, last) for topic, read, last in await db.exec(query)}


async def keep_marks(db: AsyncSession, marks: Marks) -> None:
    """Store how far members have read; nobody's mark goes back. Who is gone is passed over."""
    members = {member for member, _ in marks}
    there = set(await db.exec(select(Member.id).where(col(Member.id).in_(members))))
    rows = [
        {"member_id": member, "topic_id": topic, "number": number}
        for (member, topic), number in sorted(marks.items())
        if member in there
    ]
    if not rows:
        return
    statement = insert_into(db, ReadMark)
    statement = statement.on_conflict_do_update(
        index_elements=["member_id", "topic_id"],
        set_={"number": statement.excluded.number},
        where=col(ReadMark.number) < statement.excluded.number,
    )
    await db.exec(statement, params=rows)


async def last_on_page(
    db: AsyncSession, topic_id: TopicId, shape: Shape, following: Key | None
) -> int:
    """The number up to which all posts stand on a page, or on those before it.

    Args:
        db: to read from.
        topic_id: of the page.
        shape: of the list.
        following: key behind which the next page begins; `None`: there is none.
    """
    if following is not None:
        behind = select(Post.number).where(
            Post.topic_id == topic_id, column_of(shape) > value_of(shape, following)
        )
        first = (await db.exec(behind.order_by(col(Post.number)).limit(1))).first()
        if first is not None:
            return first - 1
    found = await db.exec(select(Topic.last_number).where(Topic.id == topic_id))
    return found.one()


async def new_posts(
    db: AsyncSession, actor: Actor, topic_id: TopicId, after: int
) -> Sequence[PostId]:
    """The first posts by others whose numbers are above `after`."""
    query = (
        select(Post.id)
        .where(
            Post.topic_id == topic_id,
            Post.number > after,
            Post.author_id != actor.member_id,
            readable_by(actor),
        )
        .order_by(col(Post.number))
        .limit(MOST_NEW)
    )
    return [PostId(post) for post in await db.exec(query) if post is not None]


async def first_new_post(
    db: AsyncSession, actor: Actor, topic_id: TopicId, shape: Shape, after: int
) -> PostId | None:
    """The post with which reading goes on: the first in the list with a number above `after`."""
    query = (
        select(Post.id)
        .where(Post.topic_id == topic_id, Post.number > after, readable_by(actor))
        .order_by(column_of(shape))
        .limit(1)
    )
    found = (await db.exec(query)).first()
    return PostId(found) if found is not None else None
