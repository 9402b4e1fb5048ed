"""What a chat announces: numbers; the text itself is asked for, or comes without a number."""

from dataclasses import dataclass
from typing import ClassVar

from forum.live.sessions.events import SessionEvent
from forum.live.speech.events import Spoken

KIND = "chat"


@dataclass(frozen=True, slots=True)
class ChatSaid(Spoken):
    """Somebody said something."""

    name: ClassVar[str] = "chat.said"
    language: str
    """BCP 47 tag."""

    def kind(self) -> str:
        """See `Spoken`."""
        return KIND


@dataclass(frozen=True, slots=True)
class ChatWaiting(SessionEvent):
    """A line waits for somebody who leads the session; `by` is empty."""

    name: ClassVar[str] = "chat.waiting"
    id: int


@dataclass(frozen=True, slots=True)
class ChatRemoved(SessionEvent):
    """A line is out of sight for everybody."""

    name: ClassVar[str] = "chat.removed"
    id: int
