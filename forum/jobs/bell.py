"""Tells the worker of this process that there is something to do."""

import asyncio

from forum.jobs import queries
from forum.runtime import Enqueue


class Bell:
    """Rung by whoever adds a job; the worker answers by looking for jobs.

    Attributes:
        enqueue: stores jobs as `queries.add` does, and rings once they are committed.
    """

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self.enqueue: Enqueue = queries.ringing(self.ring)

    def ring(self) -> None:
        """Wake the worker, or keep it from sleeping."""
        self._rung.set()

    def hush(self) -> None:
        """Forget what was rung so far: what is added from now on rings anew."""
        self._rung.clear()

    async def wait(self, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
