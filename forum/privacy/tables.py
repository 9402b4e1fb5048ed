"""Copies of members' own data."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from forum.core.ids import MemberId
from forum.db.base import Id, UtcDateTime


class DataExport(SQLModel, table=True):
    """The newest copy of what the forum holds of a member: being made, or ready."""

    __tablename__ = "data_export"

    member_id: MemberId = Field(foreign_key="member.id", primary_key=True, sa_type=Id)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    ready_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When it is removed; empty while it is being made."""
    key: str
    """Where its bytes are in the store; nobody can guess it."""
    size: int = Field(default=0, sa_type=Id)
    """In bytes."""
