"""Telling members, and forgetting what they were told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, and_, delete, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId, PostId, TopicId
from forum.db.inserting import insertion
from forum.discussions.tables import Post
from forum.notifications.rules import KEPT, READ_KEPT
from forum.notifications.tables import Notification


async def add(db: AsyncSession, rows: Sequence[Notification]) -> Collection[tuple[MemberId, str]]:
    """Store what members are told; gives the member and thing of what is new to them."""
    if not rows:
        return ()
    values = [row.model_dump(exclude={"id", "read_at", "mailed_at"}) for row in rows]
    connection = await db.connection()
    added = await connection.execute(_adding(connection.dialect.name), values)
    return [(MemberId(member), thing) for member, thing in added]


# The rows stand beside it, so that it is composed once and not for each number of rows.
@cache
def _adding(dialect: str) -> Executable:
    fresh = insertion(dialect, Notification).on_conflict_do_nothing(
        index_elements=["member_id", "thing"]
    )
    return fresh.returning(col(Notification.member_id), col(Notification.thing))


async def mark_read(
    db: AsyncSession,
    member_id: MemberId,
    now: datetime,
    *,
    ids: Sequence[int] | None = None,
    topic_id: int | None = None,
) -> bool:
    """Note that a member has read some of their notifications (all, where none are named).

    Gives whether there was something to note.
    """
    statement = update(Notification).where(
        col(Notification.member_id) == member_id, col(Notification.read_at).is_(None)
    )
    if ids is not None:
        statement = statement.where(col(Notification.id).in_(ids))
    if topic_id is not None:
        statement = statement.where(col(Notification.topic_id) == topic_id)
    done = await db.exec(statement.values(read_at=now))
    return bool(done.rowcount)


async def concerned(
    db: AsyncSession, topic_id: TopicId, post_id: PostId | None, after: MemberId, limit: int
) -> Sequence[MemberId]:
    """Who has unread notifications about a topic, or one post of it, in order of their ids."""
    query = select(Notification.member_id).where(
        Notification.topic_id == topic_id,
        col(Notification.read_at).is_(None),
        col(Notification.member_id) > after,
    )
    if post_id is not None:
        query = query.where(Notification.post_id == post_id)
    query = query.distinct().order_by(col(Notification.member_id)).limit(limit)
    return [MemberId(one) for one in await db.exec(query)]


async def follow_posts(db: AsyncSession, moved: Sequence[PostId]) -> None:
    """Let what was told of posts stand with the topics that they are in now."""
    now_in = select(Post.topic_id).where(Post.id == Notification.post_id).scalar_subquery()
    for at in range(0, len(moved), 500):
        some = col(Notification.post_id).in_(moved[at : at + 500])
        changed = update(Notification).where(some).values(topic_id=now_in)
        await db.exec(changed, execution_options={"synchronize_session": False})


async def forget_old(db: AsyncSession, now: datetime) -> None:
    """Remove notifications that nobody looks for any more."""
    read = and_(col(Notification.read_at).is_not(None), col(Notification.made_at) < now - READ_KEPT)
    await db.exec(delete(Notification).where(or_(read, col(Notification.made_at) < now - KEPT)))
