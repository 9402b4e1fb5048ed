"""Presence in one process."""

from collections.abc import Collection, Mapping

from realtime.presence.base import Present


class MemoryPresence:
    """Nobody expires: who leaves this process is removed by it."""

    def __init__(self) -> None:
        self._here: dict[str, dict[str, Present]] = {}

    async def confirm(self, present: Collection[Present]) -> None:
        """See `Presence`."""
        for one in present:
            self._here.setdefault(one.channel, {})[one.client] = one

    async def remove(self, present: Present) -> None:
        """See `Presence`."""
        if here := self._here.get(present.channel):
            here.pop(present.client, None)
            if not here:
                del self._here[present.channel]

    async def here(self, channel: str) -> Mapping[str, Present]:
        """See `Presence`."""
        return dict(self._here.get(channel, {}))

    async def aclose(self) -> None:
        """See `Presence`."""
