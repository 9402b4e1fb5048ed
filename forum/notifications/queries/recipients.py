"""Members who can be told anything at all."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.ids import MemberId, PostId, TopicId
from forum.discussions.tables import Post, Topic
from forum.moderation.tables import AuditEntry
from forum.notifications.rules import Group, Rhythm
from forum.notifications.tables import NotificationSettings


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member who can use the account, and how they want to be told."""

    member: Member
    settings: NotificationSettings

    @classmethod
    def of(cls, member: Member, settings: NotificationSettings | None) -> "Recipient":
        """A member with what they chose, or with what holds for everybody."""
        assert member.id is not None  # noqa: S101 (it was read)
        return cls(member, settings or NotificationSettings(member_id=member.id))

    def rhythm(self, group: Group) -> Rhythm:
        """When mail goes to them about such things."""
        return self.settings.direct if group == Group.DIRECT else self.settings.watched


def reachable() -> tuple[ColumnElement[bool], ...]:
    """Which members anything goes to, in a query over `Member`."""
    return (
        col(Member.state) == MemberState.ACTIVE,
        col(Member.email_verified_at).is_not(None),
    )


async def recipient(db: AsyncSession, member_id: MemberId) -> Recipient | None:
    """One member, if they can be told."""
    query = (
        select(Member, NotificationSettings)
        .select_from(Member)
        .outerjoin(NotificationSettings, col(NotificationSettings.member_id) == Member.id)
        .where(Member.id == member_id, *reachable())
    )
    row = (await db.exec(query)).first()
    return None if row is None else Recipient.of(*row)


async def post_row(db: AsyncSession, post_id: PostId) -> Post:
    """A post in any state; rows of posts are never removed."""
    return await db.get_one(Post, post_id)


async def topic_row(db: AsyncSession, topic_id: TopicId) -> Topic:
    """A topic in any state; rows of topics are never removed."""
    return await db.get_one(Topic, topic_id)


async def act_of(db: AsyncSession, audit_id: int) -> AuditEntry | None:
    """An entry of the moderators' record."""
    return await db.get(AuditEntry, audit_id)
