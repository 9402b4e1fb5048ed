"""Who is subscribed to a channel, in all processes together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

EXPIRE_AFTER = 60.0
"""Seconds after which somebody who is not confirmed is taken to be gone."""


@dataclass(frozen=True, slots=True)
class Present:
    """One subscriber of one channel.

    Attributes:
        client: the connection.
        info: JSON text of its `ClientInfo`.
    """

    channel: str
    client: str
    user: str
    info: str


class PresenceUnavailable(Exception):
    """The store of presence cannot be reached."""


class Presence(Protocol):
    """Remembers who is here; what it knows may be lost and comes back by `confirm`.

    Every implementation passes `tests/contracts/test_presence.py`. All methods raise
    `PresenceUnavailable`.
    """

    async def confirm(self, present: Collection[Present]) -> None:
        """Add these, or keep them from expiring."""
        ...

    async def remove(self, present: Present) -> None:
        """Forget one; who is not here is not an error."""
        ...

    async def here(self, channel: str) -> Mapping[str, Present]:
        """Who is subscribed, by client."""
        ...

    async def aclose(self) -> None:
        """Free what is held; safe to call twice."""
        ...
