"""Lines of chat."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import ChatLineId, DelegationId, MemberId, SessionId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity


class ChatLine(SQLModel, table=True):
    """What somebody said in the chat of a session."""

    __tablename__ = "chat_line"
    __table_args__ = (Index("ix_chat_line_session", "session_id", "id"),)

    id: ChatLineId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    author_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    """For which delegation; `None`: for themselves."""
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    language: str
    """BCP 47 tag."""
    text: str
    """One line of plain text; "" once it was removed."""
    said_at: datetime = Field(sa_type=UtcDateTime)
    waits: bool = False
    """Whether it is read first by somebody who leads the session."""
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
