"""What spaces announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class SpaceChanged(Event):
    """A space is new, or its name, description or access is another."""

    name: ClassVar[str] = "space.changed"
    slug: str

    def channels(self) -> Sequence[str]:
        """Its own, and the site's: whatever was made of any list of spaces is stale."""
        return (f"space:{self.slug}", "site")
