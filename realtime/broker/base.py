"""Between processes: what was said, and when the line was down."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


class BrokerUnavailable(Exception):
    """The broker cannot be reached; what was to be published is lost."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text on a channel of the broker."""

    channel: str
    text: str


class Link(Enum):
    """What became of the line to the broker."""

    LOST = auto()
    BACK = auto()
    """It stands again and everything is subscribed to again; what was said meanwhile is lost."""


class Broker(Protocol):
    """Publish and subscribe, at most once, in order within a channel.

    It wakes other processes and carries no truth. Every implementation passes
    `tests/contracts/test_brokers.py`.
    """

    @property
    def alone(self) -> bool:
        """Whether no other process can hear: then nothing needs to be told."""
        ...

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        """Send each message to every process subscribed to its channel; gives how many those were.

        Raises:
            BrokerUnavailable: some or all of it is lost.
        """
        ...

    async def subscribe(self, channel: str) -> None:
        """Start hearing `channel`.

        Hearing starts before this returns; while the line is down, when it is back.
        """
        ...

    async def unsubscribe(self, channel: str) -> None:
        """Stop hearing `channel`; a channel not heard is not an error."""
        ...

    def messages(self) -> AsyncIterator[Message | Link]:
        """Yield what is heard, own messages too, until closed. One reader only."""
        ...

    async def aclose(self) -> None:
        """Free what is held and end `messages`; safe to call twice."""
        ...
