"""Loading what is translated."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.rules import PostState, TopicState
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space


async def post_to_translate(db: AsyncSession, post_id: PostId) -> tuple[Post, Space] | None:
    """A post that those who see its space may read, and that space; `None` if there is none."""
    query = (
        select(Post, Space)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            Post.id == post_id,
            Post.state == PostState.VISIBLE,
            Topic.state != TopicState.HIDDEN,
        )
    )
    return (await db.exec(query)).first()


async def topic_to_translate(db: AsyncSession, topic_id: TopicId) -> tuple[Topic, Space] | None:
    """The same of a topic."""
    query = (
        select(Topic, Space)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Topic.id == topic_id, Topic.state != TopicState.HIDDEN)
    )
    return (await db.exec(query)).first()
