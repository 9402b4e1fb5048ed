"""From rows to what goes out, and which notifications their member may see."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.discussions import queries as discussions
from forum.discussions.queries.rows import topic_url
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.live.accreditation.schemas import SessionRef
from forum.live.sessions import queries as sessions
from forum.live.sessions.tables import LiveSession
from forum.moderation.schemas import TopicRef
from forum.notifications.kinds import own_names
from forum.notifications.schemas import NotificationOut, SpaceRef
from forum.notifications.tables import Notification
from forum.spaces import queries as spaces
from forum.spaces.tables import Space

_OWN = own_names()


_SPACE = col(Notification.details)["space"].as_integer()
"""The space of what stands in no topic, where it is told of."""


def with_subjects(query: Any) -> Any:
    """A query over notifications, joined with what they are about."""
    space = func.coalesce(Topic.space_id, _SPACE)
    return (
        query.outerjoin(Topic, col(Topic.id) == Notification.topic_id)
        .outerjoin(LiveSession, col(LiveSession.id) == Notification.session_id)
        .outerjoin(Space, col(Space.id) == space)
        .outerjoin(Post, col(Post.id) == Notification.post_id)
    )


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Which of the actor's notifications are in sight, in a query made by `with_subjects`.

    What they are about can have been hidden since, or be in a space that the member has left, or
    in a session that they are not told of any more.
    """
    readable = or_(
        col(Notification.post_id).is_(None),
        col(Post.state) == PostState.VISIBLE,
        and_(col(Notification.kind).in_(_OWN), col(Post.state) != PostState.DELETED),
    )
    mine = col(Notification.member_id) == actor.member_id
    elsewhere = col(Notification.topic_id).is_(None)
    around = or_(_SPACE.is_(None), and_(col(Space.id).is_not(None), spaces.visible_to(actor)))
    announced = and_(col(LiveSession.id).is_not(None), sessions.announced_to(actor))
    in_sight = and_(around, or_(col(Notification.session_id).is_(None), announced))
    seen = or_(and_(elsewhere, in_sight), discussions.visible_to(actor))
    return and_(mine, seen, readable)


def notification_out(
    row: Notification,
    topic: Topic | None,
    session: LiveSession | None,
    space: Space | None,
    member: Member | None,
) -> NotificationOut:
    """A row as it goes out, with the topic, the session or the space that it is about."""
    assert row.id is not None  # noqa: S101 (it was read)
    details: dict[str, Any] = row.details
    proposal = details.get("proposal")
    about = None if topic is None else _topic_ref(topic)
    page = "take-part" if proposal is None else "about"
    meeting = None if session is None else _session_ref(session, page)
    around = None if about or meeting or space is None else _space_ref(space)
    ref = about or meeting or around
    assert ref is not None  # noqa: S101 (one of them is there)
    url = f"/p/{row.post_id}" if row.post_id is not None else ref.url
    return NotificationOut.model_construct(
        id=row.id,
        kind=row.kind,
        url=url if proposal is None else f"/translate/{proposal}",
        topic=about,
        session=meeting,
        space=around,
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


def _space_ref(space: Space) -> SpaceRef:
    assert space.id is not None  # noqa: S101 (it was read)
    return SpaceRef.model_construct(
        id=space.id, url=f"/s/{space.slug}", title=space.name, language=space.language
    )


def _session_ref(session: LiveSession, page: str) -> SessionRef:
    assert session.id is not None  # noqa: S101 (it was read)
    return SessionRef.model_construct(
        id=session.id,
        url=f"/sessions/{session.id}/{page}",
        title=session.title,
        language=session.language,
    )
