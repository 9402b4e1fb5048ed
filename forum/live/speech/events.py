"""What is common to events about something written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.live.sessions.events import SessionEvent
from forum.live.speech.texts import Fresh


@dataclass(frozen=True, slots=True)
class Spoken(SessionEvent):
    """Somebody wrote something, which is sent to each reader in their language.

    Attributes:
        id: its number.
        fresh: the text, where who stored it has it at hand; it is not told with the event.
    """

    id: int
    fresh: Fresh | None = field(default=None, kw_only=True, compare=False, repr=False)

    def kind(self) -> str:
        """Which kind of text it is: the first part of its subject's name."""
        raise NotImplementedError

    def readers(self, present: Sequence[str]) -> Sequence[str]:
        """For readers of which of the languages that are present it is meant."""
        return present
