"""Summary records, their paragraphs with every version, and corrections of them."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import CorrectionId, DelegationId, ItemId, MemberId, ParagraphId, SessionId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.summaries.rules import CorrectionState


class SummaryRecord(SQLModel, table=True):
    """That a session has a summary record, and how far it has come."""

    __tablename__ = "summary_record"

    session_id: SessionId = Field(foreign_key="live_session.id", primary_key=True, sa_type=Id)
    corrections_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The first instant at which no correction is taken any more; `None`: none was asked for."""
    text: str = ""
    """Markdown; "" until it is final, and never changed from then on."""
    digest: str = ""
    """SHA-256 of the text."""
    final_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecordParagraph(SQLModel, table=True):
    """A paragraph of a summary record."""

    __tablename__ = "record_paragraph"
    __table_args__ = (Index("ix_record_paragraph_place", "session_id", "place"),)

    id: ParagraphId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    item_id: ItemId | None = Field(default=None, foreign_key="agenda_item.id", sa_type=Id)
    """The item of the agenda that it is about; `None`: the whole session."""
    place: int
    """Order in the record, the lowest first."""
    version: int = 1
    """The newest, which is the one that counts."""


class RecordVersion(SQLModel, table=True):
    """What a paragraph said at some time; it is stored once and never changed."""

    __tablename__ = "record_version"

    paragraph_id: ParagraphId = Field(
        foreign_key="record_paragraph.id", primary_key=True, sa_type=Id
    )
    version: int = Field(primary_key=True)
    text: str
    """Plain text; "": the paragraph was taken out."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    """`None`: it was made from the log."""


class RecordCorrection(SQLModel, table=True):
    """What somebody who took part wants a paragraph to say."""

    __tablename__ = "record_correction"

    id: CorrectionId | None = Field(default=None, primary_key=True, sa_type=Id)
    paragraph_id: ParagraphId = Field(foreign_key="record_paragraph.id", index=True, sa_type=Id)
    text: str
    member_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    """For which delegation; `None`: for themselves."""
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    state: CorrectionState = Field(
        default=CorrectionState.WAITING, sa_column=Column(Choice(CorrectionState), nullable=False)
    )
    word: str = ""
    """What whoever decided said to it."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
