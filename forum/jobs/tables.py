"""Work to be done after the change that wants it."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel

from forum.core.ids import JobId
from forum.db.base import Id, UtcDateTime


class Job(SQLModel, table=True):
    """One piece of work; the row goes when it is done."""

    __tablename__ = "job"

    id: JobId | None = Field(default=None, primary_key=True, sa_type=Id)
    kind: str
    """Names the handler."""
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """What the handler needs."""
    due: datetime = Field(sa_type=UtcDateTime, index=True)
    """Not to be done before."""
    period: int | None = None
    """Seconds after which it is due again, for work that is never finished."""
    recurring: str | None = Field(default=None, unique=True)
    """The kind again where there is a period, so that there is one such job."""
    attempts: int = 0
    """How often it was begun."""
    claim: str | None = None
    """Word of the worker that is at it."""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When others may take it over, as its worker must be gone."""
    last_error: str = ""
    dead_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was given up; somebody has to look at it."""
