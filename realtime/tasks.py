"""Work that nobody waits for: kept alive, and its failures logged."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)
Result = TypeVar("Result")


def going_on() -> bool:
    """Whether the current task has not been cancelled; the condition of loops without an end.

    `asyncio.wait_for` of Python 3.11, on which redis-py relies, may swallow a cancellation that
    comes in the moment in which it succeeds.
    """
    task = asyncio.current_task()
    return task is None or not task.cancelling()


class Tasks:
    """Tasks of one owner."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin `work`; its failure is logged if nobody awaits it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed", task.get_coro(), exc_info=error)

    async def aclose(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
