"""What webhooks announce, to caches only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event

CHANNEL = "webhooks"


@dataclass(frozen=True, slots=True)
class WebhooksChanged(Event):
    """Another address is told of events, or of other events."""

    name: ClassVar[str] = "webhooks.changed"

    def channels(self) -> Sequence[str]:
        """That of webhooks, which nobody can subscribe to."""
        return (CHANNEL,)
