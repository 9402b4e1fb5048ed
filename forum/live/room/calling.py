"""Telling a room that somebody came or went: calmly, and not who."""

import asyncio
import json

from realtime.hub import Hub
from realtime.protocol.replies import push_transient

EVERY = 1.0
"""Seconds between two such pushes of one session from this process."""
_EVENT = json.dumps({"event": "present.changed"})


class RollCall:
    """Gathers who comes to sessions and goes; hears of it by `Attendance.on_change`.

    Args:
        hub: of the process.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._waiting: set[str] = set()

    def changed(self, channel: str) -> None:
        """Somebody came to a channel, or went; a session is told a moment later."""
        if channel.startswith("session:") and channel not in self._waiting:
            self._waiting.add(channel)
            asyncio.get_running_loop().call_later(EVERY, self._tell, channel)

    def _tell(self, channel: str) -> None:
        self._waiting.discard(channel)
        self._hub.push(channel, [push_transient(channel, _EVENT)])
