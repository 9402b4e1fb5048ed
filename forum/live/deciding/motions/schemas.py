"""Motions as they come in and go out."""

from datetime import datetime
from enum import StrEnum

from forum.accounts.schemas import MemberOut
from forum.core.ids import DecisionId, MotionId
from forum.delegations.rules import Capacity
from forum.delegations.schemas import DelegationOut
from forum.live.deciding.motions.rules import MotionState
from forum.live.motions import MotionKind
from forum.web.shapes import Input, Output


class MotionDraft(Input):
    """What is moved."""

    kind: MotionKind


class MotionAct(StrEnum):
    """What is done to a motion."""

    PUT = "put"
    """To the vote, at once."""
    WITHDRAW = "withdraw"
    """By whoever moved it, or another of their delegation."""
    SET_ASIDE = "set_aside"
    """By the chair."""


class MotionOrder(Input):
    """Something to be done to a motion."""

    act: MotionAct


class MotionOut(Output):
    """A motion.

    Attributes:
        speakers_for, speakers_against: how many may speak before the vote.
        decision_id: what it was put as.
    """

    id: MotionId
    kind: MotionKind
    state: MotionState
    speakers_for: int
    speakers_against: int
    member: MemberOut
    delegation: DelegationOut | None
    capacity: Capacity | None
    decision_id: DecisionId | None
    moved_at: datetime
    ended_at: datetime | None
