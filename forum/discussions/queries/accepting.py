"""Which post answers a topic."""

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions.tables import Post, Topic


async def accept(db: AsyncSession, topic: Topic, post: Post | None) -> None:
    """Let `post` be the one accepted answer to a topic; `None`: no post is."""
    if topic.accepted_id is not None:
        before = update(Post).where(col(Post.id) == topic.accepted_id)
        await db.exec(before.values(accepted=False))
    topic.accepted_id = post.id if post is not None else None
    if post is not None:
        post.accepted = True


async def first_post_id(db: AsyncSession, topic_id: TopicId) -> PostId:
    """The post that begins a topic."""
    found = await db.exec(select(Post.id).where(Post.topic_id == topic_id, Post.number == 1))
    first = found.one()
    assert first is not None  # noqa: S101 (it was read)
    return PostId(first)
