"""What is asked of the pipeline and what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from i18n.translate.glossary import Glossary
from i18n.translate.memory import Origin
from i18n.translate.originals import Originals

Status: TypeAlias = Literal["memory", "machine", "kept"]

NO_WORDS = "no_words"
"""Reason of a segment that is the same in every language, such as an address alone."""

MASKS_LOST = "masks_lost"
"""Reason of a segment whose marks came back broken."""

UNANSWERED = "unanswered"
"""Reason of a segment for which the engine had nothing usable, or that is too long for it."""


@dataclass(frozen=True, slots=True)
class Request:
    """Segments to translate.

    Attributes:
        originals: the segments themselves.
        source: BCP 47 tag of the originals.
        target: BCP 47 tag wanted.
        glossary: words, and what must stand for them in `target`.
        context: what the segments belong to, such as a title; not translated.
        account: see `i18n.translate.base.Batch`.
        ceiling: see there.
    """

    originals: Originals
    source: str
    target: str
    glossary: Glossary = field(default_factory=Glossary)
    context: str = ""
    account: str = ""
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment, translated or not.

    Attributes:
        text: Markdown; the original if `kept`.
        status: from the memory, fresh from a machine, or kept as it was.
        reason: why it was kept: `no_words`, `masks_lost`, `unanswered`, or the code of a
            `TranslationFailed`.
        origin: who made the translation.
        engine: which engine, if any.
        via: through which pivot language, if any.
    """

    text: str
    status: Status
    reason: str | None = None
    origin: Origin | None = None
    engine: str | None = None
    via: str | None = None

    @property
    def failed(self) -> bool:
        """Whether it should have been translated and was not."""
        return self.status == "kept" and self.reason != NO_WORDS


@dataclass(frozen=True, slots=True)
class Translation:
    """All segments of a request, in order."""

    segments: Sequence[Segment]

    @property
    def partial(self) -> bool:
        """Whether some segments stay in the original for want of an engine."""
        return any(segment.failed for segment in self.segments)
