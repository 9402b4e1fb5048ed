"""Values made from the database, kept while the channels they were made from stand still."""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from forum.db.log import DatabaseLog, event_of
from realtime.log import Entry

Value = TypeVar("Value")
Heads = Mapping[str, tuple[int, str]]

SWEEP_SECONDS = 1.0
"""How long a lost or late announcement may go unnoticed; twice as long by what is stale after some
events only, which is compared with the sweep before."""


Concerns: TypeAlias = Callable[[str], bool]
"""Whether an event, as its JSON text, makes a value stale."""


class Only(NamedTuple):
    """Some of what is announced on a channel."""

    channel: str
    concerns: Concerns


def named(*beginnings: str) -> Concerns:
    """Events whose names begin in one of these ways."""
    return lambda data: event_of(data).startswith(beginnings)


Sources: TypeAlias = Sequence[str | Only]
"""What makes a value stale: everything that is announced on channels, or some of it."""


@dataclass(slots=True)
class _Made:
    """What is kept, or being made.

    Attributes:
        sources: channels, and which of their events concern it; `None`: all.
        heads: where they stand that it is of.
        read: whether that is known yet.
    """

    sources: Mapping[str, Concerns | None]
    heads: Heads = field(default_factory=dict)
    read: bool = True

    def outlives(self, channel: str, offset: int, entries: Sequence[Entry]) -> bool:
        """Whether what is announced leaves it as it is: then it is of that moment."""
        concerns = self.sources[channel]
        here, epoch = self.heads.get(channel, (0, ""))
        fresh = [one for one in entries if one.offset > here]
        if concerns is None or any(concerns(one.data) for one in fresh):
            return False
        if offset > here and self.read:
            if not fresh or fresh[0].offset > here + 1:  # what came between is not known
                return False
            self.heads = {**self.heads, channel: (offset, epoch)}
        return bool(entries) or offset <= here

    def is_behind(self, channel: str, now: Heads, before: Heads) -> bool:
        """Whether an announcement on a channel never came.

        What outlives announcements follows them, and may be a moment ahead of a sweep or behind it:
        it is asked whether it has come as far as the sweep `before`.
        """
        if self.sources[channel] is None:
            return self.heads.get(channel) != now.get(channel)
        offset, epoch = self.heads.get(channel, (0, ""))
        stood, life = before.get(channel, (0, epoch))
        # One that was silent when the value was made had no life yet that it could be told from.
        return offset < stood or epoch not in {"", life}


@dataclass(slots=True)
class _Entry(_Made, Generic[Value]):
    value: Value = field(kw_only=True)
    size: int = field(kw_only=True)


@dataclass(slots=True, eq=False)
class _Making(_Made, Generic[Value]):
    task: "asyncio.Task[tuple[Value, Heads]]" = field(init=False)
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
        self._swept: Heads = {}

    def peek(self, key: Hashable) -> Value | None:
        """What is kept under `key`, if it is still good."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry.value

    async def get(
        self, key: Hashable, channels: Sources, make: Callable[[], Awaitable[Value]]
    ) -> Value:
        """What is kept under `key`, or what `make` makes of the database now.

        Those who ask while it is being made wait for the same making; what `make` raises reaches
        all of them and is not kept.
        """
        return (await self.get_from(key, channels, lambda _heads: make()))[0]

    async def get_from(
        self, key: Hashable, channels: Sources, make: Callable[[Heads], Awaitable[Value]]
    ) -> tuple[Value, Heads]:
        """The same, with where the channels stand that it is of; `make` is given this, too."""
        if (found := self.peek(key)) is not None:
            return found, self._entries[key].heads
        if (making := self._making.get(key)) is None:
            sources = dict(map(_source, channels))
            making = self._making[key] = _Making(sources, read=False)
            making.task = asyncio.ensure_future(self._make(key, making, make))
        return await asyncio.shield(making.task)

    async def _make(
        self, key: Hashable, making: "_Making[Value]", make: Callable[[Heads], Awaitable[Value]]
    ) -> tuple[Value, Heads]:
        try:
            # The heads are read first: a change that commits while `make` reads is noticed later.
            heads = making.heads = await self._log.heads(tuple(making.sources))
            making.read = True
            value = await make(heads)
            if not making.stale:
                size = self._size(value)
                self._keep(key, _Entry(making.sources, making.heads, value=value, size=size))
            return value, heads
        finally:
            if self._making.get(key) is making:
                del self._making[key]

    def _keep(self, key: Hashable, entry: _Entry[Value]) -> None:
        if key in self._entries:
            self._drop(key)
        self._entries[key] = entry
        self._held += entry.size
        for channel in entry.sources:
            self._keys[channel].add(key)
        while self._held > self._most:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key)
        self._held -= entry.size
        for channel in entry.sources:
            self._keys[channel].discard(key)
            if not self._keys[channel]:
                del self._keys[channel]

    def stale(self, channel: str, offset: int = 0, entries: Sequence[Entry] = ()) -> None:
        """Drop what was made from `channel`; called for every announcement.

        `entries`: what was announced, in order; where that is not known, it may be anything.
        """
        for key in tuple(self._keys.get(channel, ())):
            if not self._entries[key].outlives(channel, offset, entries):
                self._drop(key)
        for key, making in tuple(self._making.items()):
            if channel in making.sources and not making.outlives(channel, offset, entries):
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
            if any(entry.is_behind(name, heads, self._swept) for name in entry.sources):
                self._drop(key)
        self._swept = heads


def _source(one: str | Only) -> tuple[str, Concerns | None]:
    return (one, None) if isinstance(one, str) else one


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
