"""What questions announce. Who voted is told to nobody."""

from dataclasses import dataclass
from typing import ClassVar

from forum.live.sessions.events import SessionEvent
from forum.live.speech.events import Spoken

KIND = "question"
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class QuestionAsked(Spoken):
    """Somebody asked something."""

    name: ClassVar[str] = "question.asked"
    language: str
    """BCP 47 tag."""

    def kind(self) -> str:
        """See `Spoken`."""
        return KIND


@dataclass(frozen=True, slots=True)
class QuestionWaiting(SessionEvent):
    """A question waits for somebody who leads the session; `by` is empty."""

    name: ClassVar[str] = "question.waiting"
    id: int


@dataclass(frozen=True, slots=True)
class QuestionVoted(SessionEvent):
    """A question has another number of votes; `by` is empty."""

    name: ClassVar[str] = "question.voted"
    id: int
    votes: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Spoken):
    """A question was answered: in the meeting, or in writing, which is sent to readers."""

    name: ClassVar[str] = "question.answered"
    state: str

    def kind(self) -> str:
        """See `Spoken`."""
        return ANSWER


@dataclass(frozen=True, slots=True)
class QuestionMerged(SessionEvent):
    """A question is part of another one, which has its votes too."""

    name: ClassVar[str] = "question.merged"
    id: int
    into: int
    votes: int
    """Of the other one."""


@dataclass(frozen=True, slots=True)
class QuestionDismissed(SessionEvent):
    """A question is not taken up."""

    name: ClassVar[str] = "question.dismissed"
    id: int


@dataclass(frozen=True, slots=True)
class QuestionRemoved(SessionEvent):
    """A question is out of sight for everybody."""

    name: ClassVar[str] = "question.removed"
    id: int
