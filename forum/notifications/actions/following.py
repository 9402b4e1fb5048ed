"""What a member wants to hear of: a topic, a space, a tag."""

from forum.accounts.rules import check_own
from forum.core.ids import MemberId, TopicId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.notifications import queries
from forum.notifications.events import SubscriptionChanged
from forum.notifications.rules import (
    MOST_FOLLOWED,
    NotificationLevel,
    TooMuchFollowed,
    space_target,
    tag_target,
    topic_target,
)
from forum.notifications.tables import Subscription
from forum.spaces import queries as spaces


async def follow_topic(unit: Unit, topic_id: TopicId, level: NotificationLevel | None) -> None:
    """Say how much of a topic the actor wants to hear; `None` takes back what they said.

    Raises:
        NotFound: there is no such topic for this actor.
        TooMuchFollowed, SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    await discussions.topic(unit.db, unit.actor, topic_id)
    await say(unit, member_id, topic_target(topic_id), level)


async def follow_space(unit: Unit, slug: str, level: NotificationLevel | None) -> None:
    """The same of all topics of a space.

    Raises:
        NotFound: there is no such space for this actor.
        TooMuchFollowed, SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    space = await spaces.space_by_slug(unit.db, unit.actor, slug)
    assert space.id is not None  # noqa: S101 (it was read)
    await say(unit, member_id, space_target(space.id), level)


async def follow_tag(unit: Unit, tag: str, level: NotificationLevel | None) -> None:
    """The same of all topics with a tag, folded; nobody needs to have used it yet.

    Raises:
        TooMuchFollowed, SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    await say(unit, member_id, tag_target(tag), level)


async def drop_target(unit: Unit, target: str) -> None:
    """Take back what the actor said of anything, also of what they no longer see.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    await say(unit, check_own(unit.actor), target, None)


async def say(
    unit: Unit, member_id: MemberId, target: str, level: NotificationLevel | None
) -> None:
    """Store what a member said of anything, or take it back.

    Raises:
        TooMuchFollowed: it is more than anybody can look through.
    """
    unit.emit(SubscriptionChanged(member_id))
    if level is None:
        await queries.drop(unit.db, member_id, target)
        return
    known = await queries.said(unit.db, member_id, [target])
    if not known and await queries.count(unit.db, member_id) >= MOST_FOLLOWED:
        raise TooMuchFollowed(most=MOST_FOLLOWED)
    row = Subscription(member_id=member_id, target=target, level=level, since=unit.now)
    await queries.follow(unit.db, row)
