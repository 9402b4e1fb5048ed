"""Changing topics and posts."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PostId, SpaceId, TopicId, UploadId
from forum.discussions.queries.additions import count
from forum.discussions.queries.rows import check_in_sight, visible_to
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, PostFile, PostRevision, Topic, TopicTag
from forum.spaces.tables import Space


async def topic_for_update(
    db: AsyncSession, actor: Actor, topic_id: TopicId
) -> tuple[Topic, Space]:
    """Load and lock a topic, so that two replies are placed one after the other.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = (
        select(Topic, Space)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Topic.id == topic_id, visible_to(actor))
        .with_for_update(of=Topic)
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


async def post_for_update(
    db: AsyncSession, actor: Actor, post_id: PostId
) -> tuple[Post, Topic, Space]:
    """Load and lock a post and, before it, its topic.

    Raises:
        NotFound: there is none, or the actor does not see its topic, or it is hidden from them.
    """
    found = await db.exec(select(Post.topic_id).where(Post.id == post_id))
    if (topic_id := found.first()) is None:
        raise NotFound
    topic, space = await topic_for_update(db, actor, TopicId(topic_id))
    locked = await db.exec(select(Post).where(Post.id == post_id).with_for_update())
    post = locked.one()
    check_in_sight(actor, post, topic.space_id)
    return post, topic, space


async def lock_post(db: AsyncSession, post_id: PostId) -> bool:
    """Lock a post and, before it, its topic, for a job, which acts for nobody.

    Returns:
        Whether it is still there to be read by anybody.
    """
    found = await db.exec(select(Post.topic_id).where(Post.id == post_id))
    if (topic_id := found.first()) is None:
        return False
    await db.exec(select(Topic.id).where(Topic.id == topic_id).with_for_update())
    locked = await db.exec(select(Post.state).where(Post.id == post_id).with_for_update())
    return locked.one() == PostState.VISIBLE


async def add_topic(db: AsyncSession, topic: Topic) -> TopicId:
    """Store a new topic and give the id it got."""
    db.add(topic)
    await db.flush()
    assert topic.id is not None  # noqa: S101 (set by the flush)
    return topic.id


def add_revision(db: AsyncSession, revision: PostRevision) -> None:
    """Store a text that is about to be replaced."""
    db.add(revision)


async def forget_revisions(db: AsyncSession, post_id: PostId) -> None:
    """Remove the earlier texts of a post for good."""
    await db.exec(delete(PostRevision).where(col(PostRevision.post_id) == post_id))


async def add_files(
    db: AsyncSession, post_id: PostId, member_id: MemberId, files: Sequence[int]
) -> None:
    """Keep that a post refers to uploads, by the hand of a member; what is kept already stays."""
    if not files:
        return
    known = set(await db.exec(select(PostFile.upload_id).where(PostFile.post_id == post_id)))
    db.add_all(
        PostFile(upload_id=UploadId(one), post_id=post_id, member_id=member_id)
        for one in files
        if one not in known
    )


async def forget_files(db: AsyncSession, post_id: PostId) -> None:
    """Forget which uploads a post, whose texts are gone, referred to."""
    await db.exec(delete(PostFile).where(col(PostFile.post_id) == post_id))


async def set_tags(db: AsyncSession, topic_id: TopicId, tags: Sequence[str]) -> None:
    """Give a topic these tags and no others."""
    await db.exec(delete(TopicTag).where(col(TopicTag.topic_id) == topic_id))
    db.add_all(TopicTag(topic_id=topic_id, tag=tag) for tag in tags)


async def space_counts(
    db: AsyncSession, space_id: SpaceId, *, topics: int = 0, posts: int = 0
) -> None:
    """Add to what a space shows of itself, without reading it first."""
    await count(await db.connection(), space_id, topics=topics, posts=posts)


async def recount(db: AsyncSession, topic: Topic) -> None:
    """Count a topic's readable posts, people and languages anew, after something left or came."""
    readable = (col(Post.topic_id) == topic.id, col(Post.state) == PostState.VISIBLE)
    await db.flush()
    posts, people, last = (
        await db.exec(
            select(
                func.count(), func.count(col(Post.author_id).distinct()), func.max(Post.created_at)
            ).where(*readable)
        )
    ).one()
    first_use = select(Post.language).where(*readable).group_by(col(Post.language))
    languages = await db.exec(first_use.order_by(func.min(Post.number)))
    before = topic.post_count
    topic.post_count, topic.people_count = posts, people
    topic.languages = list(languages)
    topic.last_post_at = last or topic.created_at
    await space_counts(db, topic.space_id, posts=posts - before)
