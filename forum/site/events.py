"""What the site announces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class SiteChanged(Event):
    """Name, texts or rules of registration are different: they stand on every page."""

    name: ClassVar[str] = "site.changed"

    def channels(self) -> Sequence[str]:
        """The site's."""
        return ("site",)
