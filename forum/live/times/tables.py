"""Private addresses of members' calendars."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from forum.core.ids import MemberId
from forum.db.base import Id, UtcDateTime


class CalendarFeed(SQLModel, table=True):
    """That a member's calendar can be read at an address that only they know."""

    __tablename__ = "calendar_feed"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    serial: int = 1
    """Of the address: earlier ones are not good any more."""
    is_open: bool = True
    """Whether it is good; the row stays, so that no serial comes twice."""
    made_at: datetime = Field(sa_type=UtcDateTime)
