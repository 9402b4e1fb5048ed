"""Counts of one process."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from limits.aio.storage import SlidingWindowCounterSupport, Storage

MOST = 100_000
"""Keys that are kept: the least recently used goes first. One takes some 250 bytes."""


@dataclass(slots=True)
class _Window:
    start: float
    count: int = 0
    before: int = 0

    def move(self, expiry: int, now: float) -> float:
        """Move on to the window that `now` is in; gives the seconds that are left of it."""
        if (passed := int((now - self.start) / expiry)) > 0:
            self.before = self.count if passed == 1 else 0
            self.count, self.start = 0, self.start + passed * expiry
        return self.start + expiry - now


class MemoryCounts(Storage, SlidingWindowCounterSupport):
    """What the library's own storage counts, without a walk over all keys at each count.

    Args:
        most: keys that are kept.
    """

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        self._windows: OrderedDict[str, _Window] = OrderedDict()

    async def acquire_sliding_window_entry(
        self, key: str, limit: int, expiry: int, amount: int = 1
    ) -> bool:
        """See `SlidingWindowCounterSupport`."""
        window = self._of(key)
        left = window.move(expiry, time.time())
        weighted = window.before * left / expiry + window.count
        if int(weighted) + amount > limit:
            return False
        window.count += amount
        return True

    async def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """See `SlidingWindowCounterSupport`: counts of the former and this window, with seconds."""
        window = self._of(key)
        left = window.move(expiry, time.time())
        return window.before, left, window.count, left + expiry

    async def clear_sliding_window(self, key: str, expiry: int) -> None:  # noqa: ARG002
        """See `SlidingWindowCounterSupport`."""
        self._windows.pop(key, None)

    def _of(self, key: str) -> _Window:
        if (window := self._windows.get(key)) is not None:
            self._windows.move_to_end(key)
            return window
        window = self._windows[key] = _Window(time.time())
        if len(self._windows) > self._most:
            self._windows.popitem(last=False)
        return window

    # The rest of what the library calls a storage; nothing here counts in other ways.
    base_exceptions = ValueError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Not used: counts are of sliding windows."""
        raise NotImplementedError

    async def get(self, key: str) -> int:
        """Not used: counts are of sliding windows."""
        raise NotImplementedError

    async def get_expiry(self, key: str) -> float:
        """Not used: counts are of sliding windows."""
        raise NotImplementedError

    async def check(self) -> bool:
        """Whether it can count: always."""
        return True

    async def reset(self) -> int | None:
        """Forget everything."""
        self._windows.clear()
        return None

    async def clear(self, key: str) -> None:
        """Forget a key."""
        self._windows.pop(key, None)
