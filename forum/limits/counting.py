"""Counting together: in Redis where there is one, and by each process for itself while it is away.

Counts are those of a sliding window: the one of this minute, hour, … and a share of the one before.
"""

import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Final, cast

from limits import RateLimitItem
from limits.aio.storage import SlidingWindowCounterSupport, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from forum.limits.memory import MemoryCounts

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER: Final = 5.0
"""Seconds for which nobody waits for a Redis that did not answer."""

_Limiter = SlidingWindowCounterRateLimiter


class Counting:
    """Counts what is done; while Redis is away, each process counts for itself."""

    def __init__(
        self, storage: Storage, close: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._close = close
        self._limiter, self._own = _Limiter(storage), _Limiter(MemoryCounts())
        self._away_until = 0.0

    async def count(self, item: RateLimitItem, *names: str) -> int:
        """Count one; gives 0, or the seconds to wait where it is one too many and not counted."""
        return await self._ask(lambda limiter: _hit(limiter, item, *names))

    async def left(self, item: RateLimitItem, *names: str) -> int:
        """Count nothing; gives 0, or the seconds until something may be counted."""
        return await self._ask(lambda limiter: _test(limiter, item, *names))

    async def forget(self, item: RateLimitItem, *names: str) -> None:
        """Begin anew."""

        async def clear(limiter: _Limiter) -> int:
            await limiter.clear(item, *names)
            return 0

        await self._ask(clear)

    async def aclose(self) -> None:
        """Give back what is held open."""
        if self._close is not None:
            await self._close()

    async def _ask(self, question: Callable[[_Limiter], Awaitable[int]]) -> int:
        if time.monotonic() >= self._away_until:
            try:
                return await question(self._limiter)
            except StorageError as error:
                log.warning("tries are not counted together: %s", error)
                self._away_until = time.monotonic() + TRY_AGAIN_AFTER
        return await question(self._own)


async def _hit(limiter: _Limiter, item: RateLimitItem, *names: str) -> int:
    return 0 if await limiter.hit(item, *names) else await _wait(limiter, item, *names)


async def _test(limiter: _Limiter, item: RateLimitItem, *names: str) -> int:
    return 0 if await limiter.test(item, *names) else await _wait(limiter, item, *names)


async def _wait(limiter: _Limiter, item: RateLimitItem, *names: str) -> int:
    storage = cast(SlidingWindowCounterSupport, limiter.storage)
    found = await storage.get_sliding_window(item.key_for(*names), item.get_expiry())
    return seconds_to_wait(item, *found)


def seconds_to_wait(
    item: RateLimitItem, before: int, before_left: float, count: int, count_left: float
) -> int:
    """When the next one is let through, in whole seconds, 1 or more.

    Args:
        item: the limit.
        before: count of the window before this one, and for how long a share of it still counts.
        before_left: see `before`.
        count: of this window, and for how long it, or a share of it, counts.
        count_left: see `count`.
    """
    length, most = item.get_expiry(), item.amount
    if count < most and before:
        wait = before_left - (most - count) * length / before
    else:
        wait = count_left - length
    return max(1, math.floor(wait) + 1)


def open_counting(broker: str) -> Counting:
    """Count in Redis where the broker is one, so that all processes count together.

    Raises:
        ValueError: the address cannot be read.
    """
    if broker.startswith("memory:"):
        return Counting(MemoryCounts())
    # A process alone does without Redis, and without the 6 MiB of its client.
    from forum.limits.shared import SharedCounts  # noqa: PLC0415

    counts = SharedCounts(broker)
    return Counting(counts, counts.aclose)
