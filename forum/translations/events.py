"""What translations announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class TranslationReady(Event):
    """A text can be read in another language, or reads otherwise in it."""

    name: ClassVar[str] = "translation.ready"
    channel: str
    subject: str
    id: int
    """The number in the subject's name."""
    language: str

    def channels(self) -> Sequence[str]:
        """That of the subject."""
        return (self.channel,)

    def payload(self) -> dict[str, object]:
        """See `Event`."""
        return {"id": self.id, "language": self.language, "subject": self.subject}
