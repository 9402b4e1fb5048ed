"""Values made from the database, kept while the channels they were made from stand still."""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from forum.db.log import DatabaseLog

Value = TypeVar("Value")
Heads = Mapping[str, tuple[int, str]]

SWEEP_SECONDS = 1.0
"""How long a lost or late announcement may go unnoticed."""


@dataclass(slots=True)
class _Entry(Generic[Value]):
    value: Value
    channels: Sequence[str]
    heads: Heads
    size: int


@dataclass(slots=True, eq=False)
class _Making(Generic[Value]):
    channels: Sequence[str]
    task: "asyncio.Task[Value]" = field(init=False)
    stale: bool = False


class Kept(Generic[Value]):
    """A cache that an event makes stale at once.

    Every announcement, of this process or another, drops what was made from its channel. A sweep
    compares the channels' heads with the log once a second, so that an announcement which never
    came delays a reader and misleads nobody for long.

    Args:
        log: where the channels stand.
        most: greatest sum of `size` that is kept; the least recently used goes first.
        size: what a value counts for, e.g. its length in bytes.
    """

    def __init__(
        self, log: DatabaseLog, *, most: int, size: Callable[[Value], int] = lambda _value: 1
    ) -> None:
        self._log, self._most, self._size = log, most, size
        self._entries: OrderedDict[Hashable, _Entry[Value]] = OrderedDict()
        self._keys: defaultdict[str, set[Hashable]] = defaultdict(set)
        self._making: dict[Hashable, _Making[Value]] = {}
        self._held = 0

    def peek(self, key: Hashable) -> Value | None:
        """What is kept under `key`, if it is still good."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry.value

    async def get(
        self, key: Hashable, channels: Sequence[str], make: Callable[[], Awaitable[Value]]
    ) -> Value:
        """What is kept under `key`, or what `make` makes of the database now.

        Those who ask while it is being made wait for the same making; what `make` raises reaches
        all of them and is not kept.
        """
        if (found := self.peek(key)) is not None:
            return found
        if (making := self._making.get(key)) is None:
            making = self._making[key] = _Making(tuple(channels))
            making.task = asyncio.ensure_future(self._make(key, making, make))
        return await asyncio.shield(making.task)

    async def _make(
        self, key: Hashable, making: "_Making[Value]", make: Callable[[], Awaitable[Value]]
    ) -> Value:
        try:
            # The heads are read first: a change that commits while `make` reads is noticed later.
            heads = await self._log.heads(making.channels)
            value = await make()
            if not making.stale:
                self._keep(key, _Entry(value, making.channels, heads, self._size(value)))
            return value
        finally:
            if self._making.get(key) is making:
                del self._making[key]

    def _keep(self, key: Hashable, entry: _Entry[Value]) -> None:
        if key in self._entries:
            self._drop(key)
        self._entries[key] = entry
        self._held += entry.size
        for channel in entry.channels:
            self._keys[channel].add(key)
        while self._held > self._most:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key)
        self._held -= entry.size
        for channel in entry.channels:
            self._keys[channel].discard(key)
            if not self._keys[channel]:
                del self._keys[channel]

    def stale(self, channel: str, _offset: int = 0) -> None:
        """Drop what was made from `channel`; called for every announcement."""
        for key in tuple(self._keys.get(channel, ())):
            self._drop(key)
        for key, making in tuple(self._making.items()):
            if channel in making.channels:
                self._forsake(key)

    def clear(self) -> None:
        """Drop everything, as announcements may have been missed."""
        for key in tuple(self._entries):
            self._drop(key)
        for key in tuple(self._making):
            self._forsake(key)

    def _forsake(self, key: Hashable) -> None:
        # Who asks from now on must not be given what was begun before the change.
        self._making.pop(key).stale = True

    async def sweep(self) -> None:
        """Compare what is kept with the log, once."""
        if not self._keys:
            return
        heads = await self._log.heads(tuple(self._keys))
        for key, entry in tuple(self._entries.items()):
            if any(entry.heads.get(name) != heads.get(name) for name in entry.channels):
                self._drop(key)


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Sweeps several caches once a second, until cancelled."""

    caches: Sequence[Kept[object]]
    seconds: float = SWEEP_SECONDS

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            started = time.monotonic()
            for cache in self.caches:
                await cache.sweep()
            await asyncio.sleep(max(0.0, self.seconds - (time.monotonic() - started)))
