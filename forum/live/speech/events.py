"""What is common to events about something written."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.live.sessions.events import SessionEvent


@dataclass(frozen=True, slots=True)
class Spoken(SessionEvent):
    """Somebody wrote something, which is sent to each reader in their language."""

    id: int

    def kind(self) -> str:
        """Which kind of text it is: the first part of its subject's name."""
        raise NotImplementedError

    def readers(self, present: Sequence[str]) -> Sequence[str]:
        """For readers of which of the languages that are present it is meant."""
        return present
