"""The translation memory: what was translated once is not translated again."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Origin: TypeAlias = Literal["machine", "reviewed", "human"]
"""An engine; an engine, approved by a person; a person."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment in two languages.

    Attributes:
        key: `segment_key(original)`.
        source: BCP 47 tag of `original`.
        target: BCP 47 tag of `text`.
        original: Markdown.
        text: its translation, Markdown.
        origin: who made it.
        engine: the name of the engine, if one had part in it.
        via: BCP 47 tag of the pivot language, if there was one.
    """

    key: str
    source: str
    target: str
    original: str
    text: str
    origin: Origin = "machine"
    engine: str | None = None
    via: str | None = None


class Memory(Protocol):
    """Keeps units. One a process for tests (`MemoryInProcess`), one in the product's database."""

    async def find(self, keys: Collection[str], *, source: str, target: str) -> Mapping[str, Unit]:
        """Look up the units of one pair of languages, by key; unknown keys are left out."""
        ...

    async def store(self, units: Iterable[Unit]) -> None:
        """Keep `units`; each replaces the one of its key and pair.

        What a person made or approved is never replaced by what a machine made.
        """
        ...


class MemoryInProcess:
    """See `Memory`. It ends with the process."""

    def __init__(self) -> None:
        self._units: dict[tuple[str, str, str], Unit] = {}

    async def find(self, keys: Collection[str], *, source: str, target: str) -> Mapping[str, Unit]:
        """See `Memory`."""
        places = ((key, source, target) for key in keys)
        return {place[0]: self._units[place] for place in places if place in self._units}

    async def store(self, units: Iterable[Unit]) -> None:
        """See `Memory`."""
        for unit in units:
            place = (unit.key, unit.source, unit.target)
            kept = self._units.get(place)
            if kept is None or kept.origin == "machine" or unit.origin != "machine":
                self._units[place] = unit


def segment_key(text: str) -> str:
    """Name a segment by its content: SHA-256 in hexadecimal of its NFC, white space folded."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode()).hexdigest()
