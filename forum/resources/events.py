"""What resources announce."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import TopicId


@dataclass(frozen=True, slots=True)
class ResourceChanged(Event):
    """A card is new, another or gone, or its topic is; nothing is said but that.

    Attributes:
        topics: those whose pages show it: its own, and those of its other language versions.
    """

    name: ClassVar[str] = "resource.changed"
    topics: tuple[TopicId, ...]

    def channels(self) -> Sequence[str]:
        """The library's, which nobody can subscribe to, and those of the topics."""
        return ("library", *(f"topic:{topic_id}" for topic_id in self.topics))

    def payload(self) -> dict[str, object]:
        """Nothing: subscribers of one topic may not see the others."""
        return {}
