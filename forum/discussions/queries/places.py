"""Where topics and posts are, for those who look after a space or a language."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import PostId, TopicId
from forum.discussions.queries.rows import check_in_sight, visible_to
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Of a topic or a post: the id of its space, and the tag of its language."""

    space: int
    language: str


async def topic_place(db: AsyncSession, actor: Actor, topic_id: TopicId) -> Whereabouts:
    """Where a topic is.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = (
        select(Topic.space_id, Topic.language)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Topic.id == topic_id, visible_to(actor))
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return Whereabouts(*row)


async def post_place(db: AsyncSession, actor: Actor, post_id: PostId) -> Whereabouts:
    """Where a post is.

    Raises:
        NotFound: there is none, or the actor does not see its topic, or it is hidden from them.
    """
    query = (
        select(Topic.space_id, Post)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Post.id == post_id, visible_to(actor))
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    space_id, post = row
    check_in_sight(actor, post, space_id)
    return Whereabouts(space_id, post.language)
