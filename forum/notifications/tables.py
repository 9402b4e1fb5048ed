"""What members want to hear of, what they were told, and how mail reaches them."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint, text

from forum.core.ids import MemberId, NotificationId, PostId, SessionId, TopicId
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.notifications.rules import FIRST_HOUR, NotificationLevel, Rhythm

_UNREAD = text("read_at IS NULL")


class Subscription(SQLModel, table=True):
    """How much of one thing a member wants to hear, where they have said so."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_to", "target", "level", "member_id"),)

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    target: str = Field(primary_key=True)
    """`topic:<id>`, `space:<id>` or `tag:<tag>`."""
    level: NotificationLevel = Field(sa_column=Column(Choice(NotificationLevel), nullable=False))
    since: datetime = Field(sa_type=UtcDateTime)


class Notification(SQLModel, table=True):
    """One thing that one member was told."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("member_id", "thing"),
        Index("ix_notification_listed", "member_id", "id"),
        partial_index(
            "ix_notification_unread",
            "member_id",
            "topic_id",
            where=_UNREAD,
        ),
        partial_index(
            "ix_notification_unread_in",
            "topic_id",
            "member_id",
            where=_UNREAD,
        ),
    )

    id: NotificationId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", sa_type=Id)
    thing: str
    """What it is told for, such as `post:12`: nobody is told twice."""
    kind: str
    """A name of `kinds.KINDS`."""
    topic_id: TopicId | None = Field(default=None, foreign_key="topic.id", sa_type=Id)
    """Where it happened; empty for what is about a live session."""
    session_id: SessionId | None = Field(default=None, foreign_key="live_session.id", sa_type=Id)
    """The live session that it is about, if it is about one."""
    post_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    actor_id: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    """Whose doing it is, where that is told."""
    details: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """What the kind tells besides."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mailed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotificationSettings(SQLModel, table=True):
    """How a member wants to be told, where it is not as everybody is."""

    __tablename__ = "notification_settings"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    direct: Rhythm = Field(default=Rhythm.AT_ONCE, sa_column=Column(Choice(Rhythm), nullable=False))
    """When mail goes about what is meant for the member."""
    watched: Rhythm = Field(default=Rhythm.DAILY, sa_column=Column(Choice(Rhythm), nullable=False))
    """When mail goes about what the member watches."""
    hour: int = FIRST_HOUR
    """Of the day, in the member's zone, from which digests go out; 0–23."""
    weekday: int = 0
    """On which a weekly digest goes out; Monday is 0."""
    soon_due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the next mail about what is told at once goes out, if there is anything for it yet."""
    daily_due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the next daily digest goes out, if there is anything for it yet."""
    weekly_due: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Bounce(SQLModel, table=True):
    """An address that a mail server refuses for good; nothing more goes there."""

    __tablename__ = "mail_bounce"

    email_key: str = Field(primary_key=True)
    """As `Member.email_key`."""
    reason: str
    """What the server said."""
    made_at: datetime = Field(sa_type=UtcDateTime)
