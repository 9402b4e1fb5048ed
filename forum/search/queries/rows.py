"""Loading what was found."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import PostId
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space

Found = tuple[Post, Topic, Space, Member]
_NOT_SHOWN = [
    defer(column, raiseload=True)  # type: ignore[arg-type]
    for column in (Post.source, Post.reactions, Topic.languages)
]


async def found_posts(db: AsyncSession, ids: Collection[PostId]) -> Mapping[PostId, Found]:
    """Posts with topic, space and author; who may read them has been asked."""
    query = (
        select(Post, Topic, Space, Member)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .join(Member, col(Member.id) == Post.author_id)
        .where(col(Post.id).in_(ids))
        .options(*_NOT_SHOWN)
    )
    return {PostId(row[0].id or 0): (*row,) for row in await db.exec(query)}
