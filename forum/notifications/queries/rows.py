"""From rows to what goes out, and which notifications their member may see."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.discussions import queries as discussions
from forum.discussions.queries.rows import topic_url
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.moderation.schemas import TopicRef
from forum.notifications.kinds import names
from forum.notifications.schemas import NotificationOut
from forum.notifications.tables import Notification

_OWN = names(is_own=True)


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Which of the actor's notifications are in sight, in a query made by `with_subjects`.

    What they are about can have been hidden since, or be in a space that the member has left.
    """
    readable = or_(
        col(Notification.post_id).is_(None),
        col(Post.state) == PostState.VISIBLE,
        and_(col(Notification.kind).in_(_OWN), col(Post.state) != PostState.DELETED),
    )
    mine = col(Notification.member_id) == actor.member_id
    return and_(mine, discussions.visible_to(actor), readable)


def notification_out(row: Notification, topic: Topic, member: Member | None) -> NotificationOut:
    """A row as it goes out."""
    assert row.id is not None  # noqa: S101 (it was read)
    assert topic.id is not None  # noqa: S101
    ref = TopicRef.model_construct(
        id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
    )
    details: dict[str, Any] = row.details
    return NotificationOut.model_construct(
        id=row.id,
        kind=row.kind,
        url=ref.url if row.post_id is None else f"/p/{row.post_id}",
        topic=ref,
        post_id=row.post_id,
        member=None if member is None else member_out(member),
        reason=str(details.get("reason", "")),
        decision_url=f"/decisions/{details['decision']}" if "decision" in details else "",
        made_at=row.made_at,
        read_at=row.read_at,
    )
