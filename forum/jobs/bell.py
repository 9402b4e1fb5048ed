"""Tells the worker of this process that there is something to do."""

import asyncio


class Bell:
    """Rung by whoever adds a job; the worker answers by looking for jobs."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

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
