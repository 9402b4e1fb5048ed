"""Which languages a session is being read in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from forum.core.ids import SessionId
from forum.db.base import Id, UtcDateTime


class LiveLanguage(SQLModel, table=True):
    """That somebody reads a session in a language; nobody knows who."""

    __tablename__ = "live_language"

    session_id: SessionId = Field(foreign_key="live_session.id", primary_key=True, sa_type=Id)
    language: str = Field(primary_key=True)
    """BCP 47 tag."""
    read_at: datetime = Field(sa_type=UtcDateTime)
    """When that was last noted."""
