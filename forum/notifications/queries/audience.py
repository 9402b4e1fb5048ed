"""Who hears of a post."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import MemberId, PostId, TopicId
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic, TopicTag
from forum.notifications.queries.recipients import Recipient, reachable
from forum.notifications.rules import (
    NotificationLevel,
    Part,
    level,
    space_target,
    tag_target,
    topic_target,
)
from forum.notifications.tables import NotificationSettings, Subscription
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class News:
    """A post that members may hear of, and what it stands in.

    Attributes:
        author: whose standing tells whether the post was imported.
        answered: author of the post that it replies to, or of the topic.
        targets: what a member can have subscribed to in order to hear of it.
    """

    post: Post
    topic: Topic
    author: Member
    answered: MemberId
    targets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody who may be told of a post, and how much of its topic they want to hear."""

    recipient: Recipient
    level: NotificationLevel


_Answered = aliased(Post, name="answered")


async def news(db: AsyncSession, ids: Collection[PostId]) -> Sequence[News]:
    """Those of some posts that can be read, in the order of their topics and within them."""
    query = (
        select(Post, Topic, Member, _Answered.author_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Member, col(Member.id) == Post.author_id)
        .outerjoin(_Answered, col(_Answered.id) == Post.parent_id)
        .where(col(Post.id).in_(ids), Post.state == PostState.VISIBLE)
        .order_by(col(Post.topic_id), col(Post.number))
    )
    rows = (await db.exec(query)).all()
    targets = await _targets(db, {topic.id: topic for _, topic, _, _ in rows}.values())
    return [
        News(post, topic, author, MemberId(answered or topic.author_id), targets[post.topic_id])
        for post, topic, author, answered in rows
    ]


async def _targets(db: AsyncSession, topics: Collection[Topic]) -> Mapping[TopicId, Sequence[str]]:
    tags: defaultdict[TopicId, list[str]] = defaultdict(list)
    query = select(TopicTag).where(col(TopicTag.topic_id).in_([topic.id for topic in topics]))
    for row in await db.exec(query):
        tags[row.topic_id].append(tag_target(row.tag))
    return {
        topic.id: (topic_target(topic.id), space_target(topic.space_id), *tags[topic.id])
        for topic in topics
        if topic.id is not None
    }


async def members_called(
    db: AsyncSession, handles: Collection[str], posts: Collection[PostId]
) -> tuple[Sequence[MemberId], Sequence[MemberId]]:
    """Who have these handles, and who wrote these posts, as far as there are such."""
    if not (handles or posts):
        return (), ()
    named = await db.exec(select(Member.id).where(col(Member.handle).in_(handles)))
    quoted = await db.exec(select(Post.author_id).where(col(Post.id).in_(posts)).distinct())
    return [MemberId(one) for one in named if one is not None], [*map(MemberId, quoted)]


async def watchers(
    db: AsyncSession, targets: Collection[str], after: MemberId, limit: int
) -> Sequence[MemberId]:
    """Members who watch any of `targets`, in order of their ids."""
    query = (
        select(Subscription.member_id)
        .where(
            col(Subscription.target).in_(targets),
            Subscription.level == NotificationLevel.WATCH,
            col(Subscription.member_id) > after,
        )
        .distinct()
        .order_by(col(Subscription.member_id))
    )
    return [MemberId(one) for one in await db.exec(query.limit(limit))]


async def hearers(
    db: AsyncSession, about: News, ids: Collection[MemberId]
) -> Mapping[MemberId, Hearer]:
    """Those of `ids` who see the topic and can use their account; the same for all its posts."""
    query = (
        select(Member, NotificationSettings)
        .select_from(Member)
        .join(Topic, col(Topic.id) == about.topic.id)
        .join(Space, col(Space.id) == Topic.space_id)
        .outerjoin(NotificationSettings, col(NotificationSettings.member_id) == Member.id)
        .where(
            col(Member.id).in_(ids),
            *reachable(),
            discussions.seen_by_each_member(),
        )
    )
    rows = (await db.exec(query)).all()
    said = await _said(db, [row.id for row, _ in rows if row.id is not None], about.targets)
    wrote = await _wrote(db, about.post.topic_id, ids)
    found: dict[MemberId, Hearer] = {}
    for row, settings in rows:
        assert row.id is not None  # noqa: S101 (it was read)
        part = _part(about.topic, row.id, wrote)
        heard = _level(said.get(row.id, {}), about.targets, part)
        found[row.id] = Hearer(Recipient.of(row, settings), heard)
    return found


def _part(topic: Topic, member_id: MemberId, wrote: Collection[MemberId]) -> Part:
    if topic.author_id == member_id:
        return Part.STARTED
    return Part.WROTE if member_id in wrote else Part.NONE


def _level(
    said: Mapping[str, NotificationLevel], targets: Sequence[str], part: Part
) -> NotificationLevel:
    topic, space, *tags = targets
    by_tags = [said[tag] for tag in tags if tag in said]
    return level(said.get(topic), by_tags, said.get(space), part)


async def _said(
    db: AsyncSession, ids: Collection[MemberId], targets: Collection[str]
) -> Mapping[MemberId, dict[str, NotificationLevel]]:
    query = select(Subscription).where(
        col(Subscription.member_id).in_(ids), col(Subscription.target).in_(targets)
    )
    found: dict[MemberId, dict[str, NotificationLevel]] = {}
    for row in await db.exec(query):
        found.setdefault(row.member_id, {})[row.target] = row.level
    return found


async def _wrote(
    db: AsyncSession, topic_id: TopicId, ids: Collection[MemberId]
) -> Collection[MemberId]:
    query = select(Post.author_id).where(Post.topic_id == topic_id, col(Post.author_id).in_(ids))
    return {MemberId(one) for one in await db.exec(query.distinct())}


async def topic_level(
    db: AsyncSession, topic_id: TopicId, member_id: MemberId
) -> tuple[NotificationLevel | None, NotificationLevel]:
    """What a member, who sees a topic, said of the topic itself, and how much of it they hear."""
    topic = (await db.exec(select(Topic).where(Topic.id == topic_id))).one()
    targets = (await _targets(db, [topic]))[topic_id]
    said = (await _said(db, [member_id], targets)).get(member_id, {})
    part = _part(topic, member_id, await _wrote(db, topic_id, [member_id]))
    return said.get(targets[0]), _level(said, targets, part)
