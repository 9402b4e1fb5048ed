"""What captions announce: numbers and times; the text is asked for, or comes without a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.live.speech.events import Spoken

KIND = "caption"
_INTERPRETED = "interpreted"
"""See `rules.Via`."""


@dataclass(frozen=True, slots=True)
class CaptionEvent(Spoken):
    """Something about a caption."""

    language: str
    """BCP 47 tag."""
    via: str

    def kind(self) -> str:
        """See `Spoken`."""
        return KIND

    def readers(self, present: Sequence[str]) -> Sequence[str]:
        """What is interpreted is for readers of that language; others have the floor."""
        if self.via != _INTERPRETED:
            return present
        return [one for one in present if one == self.language]


@dataclass(frozen=True, slots=True)
class CaptionFinal(CaptionEvent):
    """A segment of captions is final."""

    name: ClassVar[str] = "caption.final"
    began: int
    """In ms since 1970."""
    ended: int


@dataclass(frozen=True, slots=True)
class CaptionCorrected(CaptionEvent):
    """A caption says something else than before."""

    name: ClassVar[str] = "caption.corrected"
    version: int
