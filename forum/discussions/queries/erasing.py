"""What is still to be taken away of a member's texts."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId, PostId, TopicId
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic


async def texts_of(db: AsyncSession, author_id: MemberId, most: int) -> Sequence[PostId]:
    """Some posts of an author that have a text, in sight or not."""
    query = (
        select(Post.id)
        .where(Post.author_id == author_id, col(Post.state) != PostState.DELETED)
        .order_by(col(Post.id))
        .limit(most)
    )
    return [PostId(found) for found in await db.exec(query) if found is not None]


async def empty_topics_of(
    db: AsyncSession, author_id: MemberId, but: str, most: int
) -> Sequence[TopicId]:
    """Some topics of an author that hold no post to read, and have another title than `but`."""
    query = (
        select(Topic.id)
        .where(Topic.author_id == author_id, Topic.post_count == 0, Topic.title != but)
        .order_by(col(Topic.id))
        .limit(most)
    )
    return [TopicId(found) for found in await db.exec(query) if found is not None]
