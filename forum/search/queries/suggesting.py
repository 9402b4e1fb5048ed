"""What begins as somebody types."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.discussions.queries import visible_to
from forum.discussions.tables import Topic, TopicTag
from forum.spaces.tables import Space


async def tags_like(db: AsyncSession, actor: Actor, begin: str, limit: int) -> Sequence[str]:
    """Tags that begin so, of topics that the actor sees."""
    query = (
        select(TopicTag.tag)
        .join(Topic, col(Topic.id) == TopicTag.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(TopicTag.tag).startswith(begin, autoescape=True), visible_to(actor))
        .distinct()
        .order_by(col(TopicTag.tag))
        .limit(limit)
    )
    return (await db.exec(query)).all()
