"""Captions: what is said in a session, in writing."""

from datetime import datetime

from sqlmodel import BigInteger, Column, Field, Index, SQLModel, UniqueConstraint

from forum.core.ids import CaptionId, DelegationId, ItemId, MemberId, SessionId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.captions.rules import Via


class LiveCaption(SQLModel, table=True):
    """One final segment."""

    __tablename__ = "live_caption"
    __table_args__ = (
        UniqueConstraint("session_id", "author_id", "key", name="uq_live_caption_key"),
        Index("ix_live_caption_began", "session_id", "began", "id"),
    )

    id: CaptionId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    item_id: ItemId | None = Field(default=None, sa_type=Id)
    """The item of the agenda that was dealt with."""
    key: str
    """As its captioner calls it, so that one sent twice is stored once."""
    author_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    """Captioner, interpreter, or whoever let a machine listen."""
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    via: Via = Field(sa_column=Column(Choice(Via), nullable=False))
    engine: str = ""
    """Name of the machine that listened."""
    heard: str = ""
    """Who is speaking, as the captioner says."""
    language: str
    """BCP 47 tag."""
    text: str
    """One line of plain text."""
    began: int = Field(sa_type=BigInteger)
    """In ms since 1970."""
    ended: int = Field(sa_type=BigInteger)
    said_at: datetime = Field(sa_type=UtcDateTime)
    """When it was stored."""
    version: int = 1
    """Of its text: one more with every correction."""


class CaptionRevision(SQLModel, table=True):
    """What a caption said before it was corrected."""

    __tablename__ = "caption_revision"

    caption_id: CaptionId = Field(foreign_key="live_caption.id", primary_key=True, sa_type=Id)
    version: int = Field(primary_key=True)
    text: str
    heard: str
    replaced_by_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    replaced_at: datetime = Field(sa_type=UtcDateTime)
