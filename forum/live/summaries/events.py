"""What is announced of summary records; texts stay in their tables."""

from dataclasses import dataclass
from typing import ClassVar

from forum.live.sessions.events import SessionEvent


@dataclass(frozen=True, slots=True)
class RecordChanged(SessionEvent):
    """A paragraph is new or says something else."""

    name: ClassVar[str] = "record.changed"
    paragraph: int
    version: int


@dataclass(frozen=True, slots=True)
class CorrectionMoved(SessionEvent):
    """A correction was proposed, taken or declined."""

    name: ClassVar[str] = "record.correction"
    id: int
    paragraph: int
    state: str


@dataclass(frozen=True, slots=True)
class RecordFinal(SessionEvent):
    """The record says what it says for good."""

    name: ClassVar[str] = "record.final"
    digest: str
