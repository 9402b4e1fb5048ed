"""Tables of the house itself: the log of every channel, and first answers to repeated requests."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel

from forum.db import base
from forum.db.base import Id, UtcDateTime


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


class FirstAnswer(SQLModel, table=True):
    """What a request with an idempotency key was answered, kept for its repeats."""

    __tablename__ = "first_answer"

    owner: str = Field(primary_key=True)
    """Whose key it is: a member, or a visitor's browser."""
    key: str = Field(primary_key=True)
    digest: str
    """Of method, path and body: the same key with another request is refused."""
    status: int
    headers: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    body: str
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)


__all__ = ["FirstAnswer", "LogEntry", "LogHead", "base"]
