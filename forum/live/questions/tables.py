"""Questions of a session, and who voted for them."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import DelegationId, ItemId, MemberId, QuestionId, SessionId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.questions.rules import QuestionState


class LiveQuestion(SQLModel, table=True):
    """What somebody in a session wants to know."""

    __tablename__ = "live_question"
    __table_args__ = (Index("ix_live_question_votes", "session_id", "votes", "id"),)

    id: QuestionId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    item_id: ItemId | None = Field(default=None, sa_type=Id)
    """The item of the agenda that was dealt with when it was asked."""
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
    votes: int = 0
    state: QuestionState = Field(
        default=QuestionState.OPEN, sa_column=Column(Choice(QuestionState), nullable=False)
    )
    merged_into_id: QuestionId | None = Field(
        default=None, foreign_key="live_question.id", index=True, sa_type=Id
    )
    settled_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    """Who answered, dismissed, merged or removed it."""
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = ""
    """Why it was dismissed, in the words of who did."""
    answer: str = ""
    """Markdown."""
    answer_html: str = ""
    answer_language: str = ""
    """BCP 47 tag."""
    asked_at: datetime = Field(sa_type=UtcDateTime)


class QuestionVote(SQLModel, table=True):
    """That somebody wants a question answered; the key is what makes it one vote a person."""

    __tablename__ = "question_vote"

    question_id: QuestionId = Field(foreign_key="live_question.id", primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", primary_key=True, index=True, sa_type=Id)
    voted_at: datetime = Field(sa_type=UtcDateTime)
