"""Signs of life: every connection is pinged in turn, without a timer for each."""

import asyncio
from typing import Protocol


class Pulse(Protocol):
    """Something that is to be pinged."""

    def beat(self) -> None:
        """Ping, or give up if the last ping was not answered."""
        ...


class Heartbeat:
    """Spreads pings evenly: each second those connections that came in the same second.

    Args:
        every: whole seconds between two pings of one connection.
    """

    def __init__(self, every: int) -> None:
        self._slots: list[dict[Pulse, None]] = [{} for _ in range(every)]
        self._now = 0

    def add(self, pulse: Pulse) -> int:
        """Ping it from now on, first after a whole round; gives the slot for `remove`."""
        self._slots[self._now][pulse] = None
        return self._now

    def remove(self, pulse: Pulse, slot: int) -> None:
        """Stop; one that is not known is not an error."""
        self._slots[slot].pop(pulse, None)

    def beat(self) -> None:
        """Let a second pass."""
        self._now = (self._now + 1) % len(self._slots)
        for pulse in list(self._slots[self._now]):
            pulse.beat()

    async def run(self) -> None:
        """Beat once a second, until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += 1
            await asyncio.sleep(max(0.0, due - loop.time()))
            self.beat()
