"""What members have written and not posted yet."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel

from forum.core.ids import MemberId
from forum.db.base import Id, UtcDateTime


class Draft(SQLModel, table=True):
    """One member's draft for one place."""

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    place: str = Field(primary_key=True)
    """See `rules.Place`."""
    text: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """See `schemas.DraftText`; what is empty is left out."""
    version: int
    saved_at: datetime = Field(sa_type=UtcDateTime, index=True)
