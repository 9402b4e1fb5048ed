"""The chain of the record: each entry's hash covers the entry and the hash of the one before it.

Whoever changes, removes or inserts a row behind the product's back would have to write every later
hash anew, and then the newest hash is another than the one that an operator has kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

START = "0" * 64
"""What stands for the hash before the first."""


class Tampering(StrEnum):
    """What somebody did to the record behind the product's back."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REWRITTEN = "rewritten"
    """The chain is whole, and not the one that an operator has noted."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One row that is not as it was written.

    Attributes:
        what: was done to it.
        number: its place in the chain; `None` for an entry that is in no place.
        entry_id: of the entry; `None` for one that is gone with its place.
    """

    what: Tampering
    number: int | None
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the chain, as it is stored.

    Attributes:
        values: of the entry's columns; `None` where the entry is gone.
    """

    number: int
    entry_id: int
    hash: str
    values: Mapping[str, Any] | None


def content(values: Mapping[str, Any]) -> str:
    """An entry as one text, the same from either database: JSON with sorted names.

    Columns without a value are left out, so that a column that is added later leaves the hashes of
    older entries as they are.
    """
    told = {name: _plain(value) for name, value in values.items() if value is not None}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def hash_after(previous: str, values: Mapping[str, Any]) -> str:
    """The hash of an entry that follows the one with the hash `previous` (SHA-256, hexadecimal)."""
    return hashlib.sha256(f"{previous}\n{content(values)}".encode()).hexdigest()


class Inspection:
    """Reads a chain from its beginning, and tells what does not fit.

    Attributes:
        number: of the newest link so far.
        hash: of that link.
    """

    def __init__(self) -> None:
        self.number, self.hash = 0, START

    def read(self, links: Iterable[Link]) -> Iterator[Breach]:
        """Go on with the links that follow, in the order of their numbers.

        After a breach the stored hash is believed, so that one changed row is told once and does
        not hide another.
        """
        for link in links:
            gone = range(self.number + 1, link.number)
            yield from (Breach(Tampering.REMOVED, number, None) for number in gone)
            if link.values is None:
                yield Breach(Tampering.REMOVED, link.number, link.entry_id)
            elif not gone and link.hash != hash_after(self.hash, link.values):
                yield Breach(Tampering.CHANGED, link.number, link.entry_id)
            self.number, self.hash = link.number, link.hash
