"""Sums of reactions."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel

from forum.core.ids import SessionId
from forum.db.base import Id, UtcDateTime


class ReactionSums(SQLModel, table=True):
    """How often which reaction was given in a session; by whom is stored nowhere."""

    __tablename__ = "live_reactions"

    session_id: SessionId = Field(foreign_key="live_session.id", primary_key=True, sa_type=Id)
    sums: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """By the name of the reaction."""
    pushed_at: datetime = Field(sa_type=UtcDateTime)
    """When the sums were last sent to readers."""
