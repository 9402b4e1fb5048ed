"""Whom and what a text may name: members who see where it is written, tags that exist."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.rules import MemberState
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import MemberId, TopicId
from forum.discussions.queries.rows import seen_by_each_member, visible_to
from forum.discussions.rules import PostState
from forum.discussions.schemas import TagOut
from forum.discussions.tables import Post, Topic, TopicTag
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from i18n.collation import collation_key


async def participants_like(
    db: AsyncSession, actor: Actor, topic_id: TopicId, begin: str, limit: int
) -> Sequence[MemberOut]:
    """Who wrote in a topic that the actor sees, and sees it still.

    Args:
        db: to read from.
        actor: who writes.
        topic_id: where.
        begin: of a handle, or of a word of a name, in lower case; empty fits everybody.
        limit: most members wanted.
    """
    wrote = select(Post.author_id).where(Post.topic_id == topic_id, Post.state == PostState.VISIBLE)
    words = func.lower(col(Member.name))
    named = or_(
        words.startswith(begin, autoescape=True), words.contains(f" {begin}", autoescape=True)
    )
    query = (
        select(Member)
        .join(Topic, col(Topic.id) == topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            col(Member.id).in_(wrote),
            or_(_begins(db, begin), named) if begin else true(),
            visible_to(actor),
            seen_by_each_member(),
            *_present(actor),
        )
        .order_by(col(Member.handle))
        .limit(limit)
    )
    return [member_out(row) for row in await db.exec(query)]


async def members_like(
    db: AsyncSession, actor: Actor, place: TopicId | str, begin: str, limit: int
) -> Sequence[MemberOut]:
    """Members whose handles begin so, and who see a topic, or the space with a slug, as the actor.

    Asked by an index over handles, so that it costs the same among any number of members.
    """
    query = select(Member).where(_begins(db, begin), *_present(actor))
    if isinstance(place, str):
        query = query.join(Space, col(Space.slug) == place).where(
            spaces.visible_to(actor), seen_by_each_member(spaces.visible_to)
        )
    else:
        query = (
            query.join(Topic, col(Topic.id) == place)
            .join(Space, col(Space.id) == Topic.space_id)
            .where(visible_to(actor), seen_by_each_member())
        )
    rows = await db.exec(query.order_by(col(Member.handle)).limit(limit))
    return [member_out(row) for row in rows]


def _present(actor: Actor) -> Collection[ColumnElement[bool]]:
    """Members other than the actor, who can be told that they were named."""
    return (
        col(Member.state) == MemberState.ACTIVE,
        col(Member.email_verified_at).is_not(None),
        col(Member.id) != (actor.member_id or MemberId(0)),
    )


def _begins(db: AsyncSession, begin: str) -> ColumnElement[bool]:
    """Whether a handle begins so, in the words that each database finds by an index."""
    handle = col(Member.handle)
    if db.get_bind().dialect.name == "sqlite":
        return and_(handle >= begin, handle < begin + "\x7f")  # handles are ASCII
    return handle.startswith(begin, autoescape=True)


async def tags_like(db: AsyncSession, actor: Actor, begin: str, limit: int) -> Sequence[TagOut]:
    """Tags that begin so, those of most topics first; only topics that the actor sees count."""
    count = func.count()
    query = (
        select(TopicTag.tag, count)
        .join(Topic, col(Topic.id) == TopicTag.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(TopicTag.tag).startswith(begin, autoescape=True), visible_to(actor))
        .group_by(col(TopicTag.tag))
        .order_by(count.desc(), col(TopicTag.tag))
        .limit(limit)
    )
    found = [TagOut(tag=tag, count=many) for tag, many in await db.exec(query)]
    return sorted(found, key=lambda one: (-one.count, collation_key(one.tag)))
