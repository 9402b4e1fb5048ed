"""Roles beside those that the program has, and who has which role where."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, Index, SQLModel

from forum.core.ids import MemberId, SpaceId
from forum.db.base import Id, UtcDateTime


class NamedRole(SQLModel, table=True):
    """A role that administrators made: a name for some permissions."""

    __tablename__ = "role"

    word: str = Field(primary_key=True)
    """Its name in addresses and grants, as `thai-desk`; never one of `core.permissions.Role`."""
    name: str
    permissions: list[str] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_type=UtcDateTime)


class RoleGrant(SQLModel, table=True):
    """A role given to a member: on the whole site, in one space, for one language, or for both."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("uq_role_grant_place", "member_id", "role", "place", "language", unique=True),
        Index("ix_role_grant_role", "role"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", sa_type=Id)
    role: str
    """`NamedRole.word`, or one of `core.permissions.Role`."""
    space_id: SpaceId | None = Field(default=None, foreign_key="space.id", index=True, sa_type=Id)
    place: int = Field(default=0, sa_type=Id)
    """The space's id again, 0 for none: no two rows are equal where one has no value."""
    language: str = ""
    """BCP 47 tag; "" for every language."""
    granted_by: MemberId | None = Field(
        default=None, foreign_key="member.id", ondelete="SET NULL", sa_type=Id
    )
    granted_at: datetime = Field(sa_type=UtcDateTime)
