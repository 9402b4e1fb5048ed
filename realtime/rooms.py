"""The channels that are heard in this process, kept level with the log."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from realtime.counters import Counters
from realtime.effort import Effort
from realtime.frames import REST_AT_MOST, join, rest
from realtime.log import Entry, Log, Page
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.protocol.commands import Position
from realtime.protocol.replies import push_entry
from realtime.recent import Recent
from realtime.room import Lag, Reader, Room, Sink
from realtime.tasks import Tasks

log = logging.getLogger(__name__)

RESUME_BY = 100
"""Publications that a lagging reader is sent at once."""

BUSY = 0.5
"""Share of a processor from which a process has more to do than to write to readers."""
LOOK = 1e-3
"""Seconds after which a room that rests looks whether there is more to do, and what gathered."""


class LiveRoom(Room):
    """A room with what is under way for it."""

    __slots__ = ("effort", "flushing", "following", "opening", "rested", "stale")

    def __init__(self, channel: str) -> None:
        super().__init__(channel)
        self.flushing: asyncio.Handle | None = None
        self.following: asyncio.Task[None] | None = None
        self.opening: asyncio.Task[None] | None = None
        self.rested = 0.0
        self.effort = Effort()
        self.stale = False


@dataclass(frozen=True, slots=True)
class Joined:
    """What a reader is given at joining.

    Attributes:
        entries: what it missed, in order; empty unless `recovered`.
        offset: where it stands once it has taken them.
        epoch: the life of the log that `offset` counts in.
        recovered: whether nothing is missing after the position it came with.
    """

    entries: Sequence[Entry]
    offset: int
    epoch: str
    recovered: bool


class Rooms:
    """Opens and closes rooms, flushes them, and reads on from the log where something is missing.

    Args:
        log: the truth.
        listen, stop_listening: begin and end hearing of a channel from other processes.
        slow_after: seconds that a reader may lag.
    """

    def __init__(
        self,
        log: Log,
        counters: Counters,
        *,
        listen: Callable[[str], Awaitable[None]],
        stop_listening: Callable[[str], Awaitable[None]],
        slow_after: float,
    ) -> None:
        self._log, self._counters = log, counters
        self._listen, self._stop_listening = listen, stop_listening
        self._slow_after = slow_after
        self._rooms: dict[str, LiveRoom] = {}
        self._recent = Recent(REST_AT_MOST)
        self._tasks = Tasks()

    def __len__(self) -> int:
        return len(self._rooms)

    def take(self, channel: str, epoch: str, entries: Sequence[Entry]) -> None:
        """Deliver what was added to a channel's log, if it is heard here."""
        if room := self._rooms.get(channel):
            if not room.accept(epoch, entries):
                self._follow(room)
            self._counters.published += len(entries)
            self._schedule(room)

    def say(self, channel: str, pushes: Sequence[str]) -> None:
        """Deliver what has no number, if the channel is heard here."""
        if room := self._rooms.get(channel):
            for push in pushes:
                room.say(push)
            self._counters.published += len(pushes)
            self._schedule(room)

    async def join(
        self, channel: str, reader: Reader, since: Position | None
    ) -> Callable[[Sink], Joined]:
        """Let a reader in; `since` is where it left off, if it wants to read on.

        Returns the second half: it puts the reader in step, and the caller must send it what it
        gives before anything else happens. Until then `leave` undoes the first half.
        """
        room = await self._open(channel)
        room.enter(reader)
        page = None
        if since is not None:
            try:
                page = await self._catch_up(room, since)
            except BaseException:
                room.leave(reader)
                raise
        return lambda write: self._settle(room, reader, write, page)

    async def _catch_up(self, room: LiveRoom, since: Position) -> Page:
        if since.epoch == room.epoch:
            missed = () if since.offset == room.head else room.tail.after(since.offset)
            if missed is not None and since.offset <= room.head:
                return Page(missed, room.head, room.epoch, complete=True)
        page = await self._log.read(room.channel, after=since.offset, epoch=since.epoch)
        if page.complete and (page.offset > room.head or page.epoch != room.epoch):
            # The log is ahead of what was announced: level with it, so that the two meet.
            await self._level(room)
        if page.complete and _meets(page, room):
            room.tail.fill(page.entries, room.head)
        return page

    def _settle(self, room: LiveRoom, reader: Reader, sink: Sink, page: Page | None) -> Joined:
        self._flush(room)
        held = room.settle(reader, sink, page.offset if page else room.head)
        if page is None or held is None or not (page.complete and _meets(page, room)):
            return Joined((), room.head, room.epoch, recovered=False)
        return Joined([*page.entries, *held], room.head, room.epoch, recovered=True)

    def leave(self, channel: str, reader: Reader) -> None:
        """Stop hearing; one that does not hear is not an error."""
        if room := self._rooms.get(channel):
            room.leave(reader)

    def stalled(self, channel: str, reader: Reader) -> None:
        """Learn that a reader's socket takes no more."""
        if room := self._rooms.get(channel):
            room.stall(reader, asyncio.get_running_loop().time())

    def drained(self, channel: str, reader: Reader) -> None:
        """Learn that a reader's socket takes more."""
        room = self._rooms.get(channel)
        if room and (lag := room.lagging.get(reader)) and not lag.resuming:
            lag.resuming = True
            self._tasks.start(self._resume(room, reader, lag))

    async def _resume(self, room: LiveRoom, reader: Reader, lag: Lag) -> None:
        lag.stalled = False
        try:
            while room.lagging.get(reader) is lag and await self._send_missed(room, reader, lag):
                self._flush(room)
                if lag.stalled:
                    break
                if lag.offset == room.head and room.lagging.get(reader) is lag:
                    room.resume(reader)
            lag.failed = False
        except BaseException:
            lag.failed = True
            raise
        finally:
            lag.resuming = False

    async def _send_missed(self, room: LiveRoom, reader: Reader, lag: Lag) -> bool:
        """Send the next publications; false if the reader is behind again or must start anew."""
        if lag.offset == room.head:
            return True
        page = await self._log.read(
            room.channel, after=lag.offset, epoch=room.epoch, limit=RESUME_BY
        )
        if not page.complete:
            room.leave(reader)
            self._reload(room, reader)
            return False
        if page.entries:
            if not lag.sink.offer(join(push_entry(room.channel, entry) for entry in page.entries)):
                return False
            lag.offset = page.entries[-1].offset
            lag.since = asyncio.get_running_loop().time()
            if lag.offset > room.head:
                await self._level(room)
        return bool(page.entries)

    async def _open(self, channel: str) -> LiveRoom:
        while True:
            room = self._rooms.get(channel)
            if room is None:
                room = self._rooms[channel] = LiveRoom(channel)
                room.opening = self._tasks.start(self._start(room))
            if room.opening is not None:
                await asyncio.shield(room.opening)
            # The sweep may have closed it, empty as it was, before this went on.
            if self._rooms.get(channel) is room:
                return room

    async def _start(self, room: LiveRoom) -> None:
        try:
            await self._listen(room.channel)
            page = await self._log.read(room.channel, after=None)
        except BaseException:
            del self._rooms[room.channel]
            raise
        room.start(page.epoch, page.offset)
        room.opening = None
        if room.stale:
            await self._level(room)

    def _follow(self, room: LiveRoom) -> None:
        """Begin to read on from the log; a room that is being opened does so then."""
        room.stale = True
        if room.head >= 0 and room.following is None:
            room.following = self._tasks.start(self._read_on(room))

    async def _level(self, room: LiveRoom) -> None:
        self._follow(room)
        if room.following is not None:
            await asyncio.shield(room.following)

    async def _read_on(self, room: LiveRoom) -> None:
        try:
            while room.stale:
                room.stale = False
                page = await self._log.read(room.channel, after=room.head, epoch=room.epoch)
                if page.complete:
                    room.accept(page.epoch, page.entries)
                    self._schedule(room)
                else:
                    self._restart(room, page)
        finally:
            room.following = None

    def _restart(self, room: LiveRoom, page: Page) -> None:
        self._flush(room)
        for reader in room.restart(page.epoch, page.offset):
            self._reload(room, reader)

    def _reload(self, room: LiveRoom, reader: Reader) -> None:
        self._counters.reloads += 1
        reader.unsubscribed(room.channel, UnsubscribeCode.INSUFFICIENT)

    def _schedule(self, room: LiveRoom) -> None:
        if room.flushing is None and room.pending:
            loop = asyncio.get_running_loop()
            if loop.time() < room.rested:
                room.flushing = loop.call_later(LOOK, self._look, room)
            else:
                room.flushing = loop.call_soon(self._flush, room)

    def _look(self, room: LiveRoom) -> None:
        # A lone message that comes right after the one before it need not wait: nothing gathers.
        loop = asyncio.get_running_loop()
        if loop.time() < room.rested and room.effort.share() > BUSY:
            room.flushing = loop.call_later(LOOK, self._look, room)
        else:
            self._flush(room)

    def _flush(self, room: LiveRoom) -> None:
        loop = asyncio.get_running_loop()
        if room.flushing is not None:
            room.flushing.cancel()
            room.flushing = None
        idle = not room.pending
        self._counters.delivered += room.flush(loop.time())
        self._counters.lagged += room.fallen
        room.fallen = 0
        if not idle:
            now = loop.time()
            room.rested = now + rest(self._recent.note(room.channel, len(room.readers), now))
            room.effort = Effort()

    async def sweep(self) -> None:
        """Level every room with the log, close empty ones, hang up on readers that lag too long."""
        for room in list(self._rooms.values()):
            self._check_lagging(room)
            room.tail.turn()
            if room.empty and room.opening is None and room.following is None:
                del self._rooms[room.channel]
                await self._stop_listening(room.channel)
        heads = await self._log.heads(list(self._rooms)) if self._rooms else {}
        for channel, (head, epoch) in heads.items():
            heard = self._rooms.get(channel)
            if heard is not None and (head > heard.head or epoch != heard.epoch):
                self._follow(heard)

    def _check_lagging(self, room: LiveRoom) -> None:
        now = asyncio.get_running_loop().time()
        for reader, lag in list(room.lagging.items()):
            if now - lag.since > self._slow_after:
                reader.close(CloseCode.SLOW)
            elif lag.failed:
                self.drained(room.channel, reader)

    async def aclose(self) -> None:
        """End what is under way."""
        await self._tasks.aclose()


def _meets(page: Page, room: Room) -> bool:
    return page.epoch == room.epoch and page.offset <= room.head
