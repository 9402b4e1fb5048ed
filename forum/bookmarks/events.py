"""What bookmarks announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId


@dataclass(frozen=True, slots=True)
class BookmarksChanged(Event):
    """A member keeps other posts than before; only they hear of it."""

    name: ClassVar[str] = "bookmarks.changed"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """Their own."""
        return (f"member:{self.member_id}",)
