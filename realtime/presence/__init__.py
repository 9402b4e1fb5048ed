"""Stores of presence, chosen by the broker's address."""

from realtime.presence.base import Presence, PresenceUnavailable, Present

__all__ = ["Presence", "PresenceUnavailable", "Present", "open_presence"]


def open_presence(url: str) -> Presence:
    """Choose by scheme: `memory://` for one process, Redis (`realtime.addresses`) for several.

    Raises:
        ValueError: no store has this scheme, or the address cannot be read.
    """
    match url.partition("://")[0]:
        case "memory":
            from realtime.presence.memory import MemoryPresence  # noqa: PLC0415

            return MemoryPresence()
        case "redis" | "rediss" | "unix" | "redis+sentinel" | "redis+cluster":
            from realtime.presence.redis import RedisPresence  # noqa: PLC0415

            return RedisPresence.connect(url)
        case scheme:
            raise ValueError(f"no presence for {scheme!r}")
