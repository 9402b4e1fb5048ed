"""Motions that were moved."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import DecisionId, DelegationId, MemberId, MotionId, SessionId
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.deciding.motions.rules import MotionState
from forum.live.motions import MotionKind


class Motion(SQLModel, table=True):
    """A procedural motion; whoever changes it has its session locked."""

    __tablename__ = "live_motion"
    __table_args__ = (Index("ix_live_motion_session", "session_id", "id"),)

    id: MotionId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    kind: MotionKind = Field(sa_column=Column(Choice(MotionKind), nullable=False))
    member_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    state: MotionState = Field(
        default=MotionState.MOVED, sa_column=Column(Choice(MotionState), nullable=False)
    )
    decision_id: DecisionId | None = Field(
        default=None, foreign_key="poll.id", index=True, sa_type=Id
    )
    """What it was put as."""
    moved_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was put, withdrawn or set aside."""
