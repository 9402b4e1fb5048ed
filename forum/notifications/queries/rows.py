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
from forum.live.accreditation.schemas import SessionRef
from forum.live.sessions.tables import LiveSession
from forum.moderation.schemas import TopicRef
from forum.notifications.kinds import own_names
from forum.notifications.schemas import NotificationOut
from forum.notifications.tables import Notification

_OWN = own_names()


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
    # What is about a session is about their own part in it.
    seen = or_(col(Notification.topic_id).is_(None), discussions.visible_to(actor))
    return and_(mine, seen, readable)


def notification_out(
    row: Notification, topic: Topic | None, session: LiveSession | None, member: Member | None
) -> NotificationOut:
    """A row as it goes out, with the topic or the session that it is about."""
    assert row.id is not None  # noqa: S101 (it was read)
    about = None if topic is None else _topic_ref(topic)
    meeting = None if session is None else _session_ref(session)
    ref = about or meeting
    assert ref is not None  # noqa: S101 (one of the two is there)
    details: dict[str, Any] = row.details
    return NotificationOut.model_construct(
        id=row.id,
        kind=row.kind,
        url=ref.url if row.post_id is None else f"/p/{row.post_id}",
        topic=about,
        session=meeting,
        post_id=row.post_id,
        member=None if member is None else member_out(member),
        reason=str(details.get("reason", "")),
        decision_url=f"/decisions/{details['decision']}" if "decision" in details else "",
        made_at=row.made_at,
        read_at=row.read_at,
    )


def _topic_ref(topic: Topic) -> TopicRef:
    assert topic.id is not None  # noqa: S101 (it was read)
    return TopicRef.model_construct(
        id=topic.id, url=topic_url(topic), title=topic.title, language=topic.language
    )


def _session_ref(session: LiveSession) -> SessionRef:
    assert session.id is not None  # noqa: S101 (it was read)
    return SessionRef.model_construct(
        id=session.id,
        url=f"/sessions/{session.id}/take-part",
        title=session.title,
        language=session.language,
    )
