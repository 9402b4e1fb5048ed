"""What translations announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event

TRANSLATED = "translations.made"
"""Kind of the job that a translation leaves (`subject`, `language`) for who tells of it."""


@dataclass(frozen=True, slots=True)
class TranslationReady(Event):
    """A text can be read in another language, or reads otherwise in it."""

    name: ClassVar[str] = "translation.ready"
    heard_by: Sequence[str]
    """The subject's channel, and those of lists that show it."""
    subject: str
    id: int
    """The number in the subject's name."""
    language: str

    def channels(self) -> Sequence[str]:
        """See `heard_by`."""
        return self.heard_by

    def payload(self) -> dict[str, object]:
        """See `Event`."""
        return {"id": self.id, "language": self.language, "subject": self.subject}
