"""What motions announce in the numbered log of their session."""

from dataclasses import dataclass
from typing import ClassVar

from forum.core.ids import DecisionId, MotionId
from forum.live.sessions.events import SessionEvent


@dataclass(frozen=True, slots=True)
class MotionMoved(SessionEvent):
    """A delegate moved a motion."""

    name: ClassVar[str] = "motion.moved"
    motion_id: MotionId
    kind: str


@dataclass(frozen=True, slots=True)
class MotionPut(SessionEvent):
    """The chair put a motion to the vote."""

    name: ClassVar[str] = "motion.put"
    motion_id: MotionId
    decision_id: DecisionId


@dataclass(frozen=True, slots=True)
class MotionEnded(SessionEvent):
    """A motion was withdrawn or set aside, as `state` says."""

    name: ClassVar[str] = "motion.ended"
    motion_id: MotionId
    state: str
