"""What a process does every few seconds beside requests."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


async def regularly(act: Callable[[], Awaitable[object]], seconds: float) -> None:
    """Do something every few seconds, until cancelled, and then once more.

    What goes wrong is logged and tried again: the database may be away for a while.
    """
    try:
        while True:
            await asyncio.sleep(seconds)
            await _try(act)
    finally:
        await _try(act)


async def _try(act: Callable[[], Awaitable[object]]) -> None:
    try:
        await act()
    except Exception:
        log.exception("%s failed; it is tried again soon", getattr(act, "__qualname__", act))
