"""Tables of the house itself: the numbered log of every channel."""

from sqlmodel import Field, SQLModel

from forum.db import base
from forum.db.base import Id


class LogHead(SQLModel, table=True):
    """Where a channel stands; its row is the lock that orders writers."""

    __tablename__ = "log_head"

    channel: str = Field(primary_key=True)
    epoch: str
    """One life of the log; a new one tells readers that the numbers began again."""
    offset: int = Field(default=0, sa_type=Id)
    """Number of the newest entry."""
    first: int = Field(default=1, sa_type=Id)
    """Lowest number still kept."""


class LogEntry(SQLModel, table=True):
    """One publication of a channel."""

    __tablename__ = "log_entry"

    channel: str = Field(primary_key=True)
    offset: int = Field(primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False})
    data: str
    """JSON text, as it goes on the wire."""


__all__ = ["LogEntry", "LogHead", "base"]
