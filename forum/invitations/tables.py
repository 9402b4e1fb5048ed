"""Invitations by mail: of the link's word only a hash is stored."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from forum.core.ids import InvitationId, MemberId, SpaceId
from forum.db.base import Id, UtcDateTime, partial_index

_OPEN = text("used_at IS NULL AND revoked_at IS NULL")


class Invitation(SQLModel, table=True):
    """One address asked in, and what its owner is to be given; for each place, one is open."""

    __tablename__ = "invitation"
    __table_args__ = (
        partial_index(
            "uq_invitation_open",
            "email_key",
            "place",
            unique=True,
            where=_OPEN,
        ),
        Index("ix_invitation_by", "invited_by_id", "made_at"),
    )

    id: InvitationId | None = Field(default=None, primary_key=True, sa_type=Id)
    email: str
    """As typed; mail goes there."""
    email_key: str
    """`accounts.rules.email_key` of it."""
    language: str
    """BCP 47 tag of the mail, and of the account's pages."""
    space_id: SpaceId | None = Field(default=None, foreign_key="space.id", index=True, sa_type=Id)
    """The space whose member the person is to be."""
    place: int = Field(default=0, sa_type=Id)
    """The space's id again, 0 for none: no two rows are equal where one has no value."""
    role: str = ""
    """Word of a role that counts in the space, or without one on the whole site."""
    hash: str | None = Field(default=None, unique=True)
    """SHA-256 of the link's word, in hexadecimal; none until the mail is written."""
    days: int
    """How long the link is good, counted anew when it is sent again."""
    invited_by_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    made_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="SET NULL", sa_type=Id
    )
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
