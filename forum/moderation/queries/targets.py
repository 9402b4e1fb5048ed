"""What acts are done to."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.discussions import queries as discussions
from forum.moderation.queries.flags import open_flags
from forum.moderation.rules import Standing, Target, TargetKind


async def standing_for_update(db: AsyncSession, actor: Actor, target: Target) -> Standing:
    """How a target stands; it is locked, so that it stands like this until this change commits.

    Raises:
        NotFound: there is no such thing for this actor.
    """
    if target.kind == TargetKind.TOPIC:
        topic, _ = await discussions.topic_for_update(db, actor, TopicId(target.id))
        return Standing(topic.state, pinned=topic.pinned)
    post_id = PostId(target.id)
    post, _, _ = await discussions.post_for_update(db, actor, post_id)
    return Standing(post.state, flags=await open_flags(db, post_id))
