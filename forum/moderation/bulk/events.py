"""How far a run over many things is, for who started it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId


@dataclass(frozen=True, slots=True)
class BulkProgressed(Event):
    """A run has come further."""

    name: ClassVar[str] = "bulk.progressed"
    member_id: MemberId
    id: int
    total: int
    done: int
    refused: int

    def channels(self) -> Sequence[str]:
        """That of who started it."""
        return (f"member:{self.member_id}",)
