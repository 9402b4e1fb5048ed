"""Loading what is translated."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import String, cast
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import HeldId, PostId, TopicId
from forum.db.among import among
from forum.discussions.queries.rows import visible_to
from forum.discussions.rules import PostState, TopicState
from forum.discussions.tables import HeldPost, Post, Topic, TopicTag
from forum.resources.tables import ResourceCompetence
from forum.spaces.tables import Space


async def posts_to_translate(
    db: AsyncSession, posts: Collection[int]
) -> Sequence[tuple[Post, Space]]:
    """Posts that those who see their space may read, each with that space."""
    return [*await db.exec(_POSTS, params={"ids": posts})]


async def post_to_translate(db: AsyncSession, post_id: PostId) -> tuple[Post, Space] | None:
    """One of them; `None` if there is none."""
    return next(iter(await posts_to_translate(db, [post_id])), None)


# Composed once: each translation of a post asks it, twice.
_POSTS: Any = (
    select(Post, Space)
    .join(Topic, col(Topic.id) == Post.topic_id)
    .join(Space, col(Space.id) == Topic.space_id)
    .where(
        among(Post.id, "ids"),
        Post.state == PostState.VISIBLE,
        Topic.state != TopicState.HIDDEN,
    )
)


async def topics_to_translate(
    db: AsyncSession, topics: Collection[int]
) -> Sequence[tuple[Topic, Space]]:
    """The same of topics."""
    return [*await db.exec(_TOPICS, params={"ids": topics})]


async def topic_to_translate(db: AsyncSession, topic_id: TopicId) -> tuple[Topic, Space] | None:
    """One of them; `None` if there is none."""
    return next(iter(await topics_to_translate(db, [topic_id])), None)


_TOPICS: Any = (
    select(Topic, Space)
    .join(Space, col(Space.id) == Topic.space_id)
    .where(among(Topic.id, "ids"), Topic.state != TopicState.HIDDEN)
)


async def held_to_translate(db: AsyncSession, held_id: HeldId) -> tuple[HeldPost, Space] | None:
    """A text that waits, or that was decided about, and the space that it was written for."""
    query = (
        select(HeldPost, Space)
        .join(Space, col(Space.id) == HeldPost.space_id)
        .where(HeldPost.id == held_id)
    )
    return (await db.exec(query)).first()


async def words_of(db: AsyncSession, topic_id: TopicId) -> Sequence[str]:
    """The tags of a topic, then what its card says that one learns, each in order."""
    tags = await db.exec(select(TopicTag.tag).where(TopicTag.topic_id == topic_id))
    learnt = await db.exec(
        select(ResourceCompetence.competence).where(ResourceCompetence.topic_id == topic_id)
    )
    return [*sorted(tags), *sorted(learnt)]


async def texts_to_translate(
    db: AsyncSession, actor: Actor, topic_id: TopicId
) -> tuple[Topic, Space, Sequence[Post]]:
    """A topic, its space, and its first 1,000 posts that can be read, in their order.

    Raises:
        NotFound: there is no such topic for this actor.
    """
    query = (
        select(Topic, Space)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Topic.id == topic_id, visible_to(actor))
    )
    found = (await db.exec(query)).first()
    if found is None:
        raise NotFound
    posts = (
        select(Post)
        .where(Post.topic_id == topic_id, Post.state == PostState.VISIBLE)
        .order_by(col(Post.number))
        .limit(_MOST_TEXTS)
    )
    return (*found, (await db.exec(posts)).all())


_MOST_TEXTS = 1_000


async def wanted_unasked(db: AsyncSession, posts: Collection[PostId]) -> Sequence[tuple[str, str]]:
    """The texts among new posts that their space has translated at once, each with a language.

    With the first post of a topic come its title and its tags.
    """
    tagged = exists().where(col(TopicTag.topic_id) == Topic.id)
    query = (
        select(Post, Topic, Space.translated_into, tagged)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(
            col(Post.id).in_(posts),
            Post.state == PostState.VISIBLE,
            Topic.state != TopicState.HIDDEN,
            func.length(cast(col(Space.translated_into), String)) > len("[]"),
        )
    )
    found: list[tuple[str, str]] = []
    for post, topic, languages, is_tagged in await db.exec(query):
        found += [(f"post:{post.id}", one) for one in languages if one != post.language]
        if post.number == 1:
            into = [one for one in languages if one != topic.language]
            kinds = ("topic", "tags") if is_tagged else ("topic",)
            found += [(f"{kind}:{topic.id}", one) for kind in kinds for one in into]
    return found
