"""One channel in one process: who hears it and how far each has come. No I/O."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from realtime.frames import Frame, join
from realtime.log import Entry
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.protocol.replies import push_entry

Write = Callable[[Frame], bool]
"""Writes a shared frame to one reader; false, and nothing is written, if it does not keep up."""


class Reader(Protocol):
    """Someone who hears channels."""

    @property
    def user(self) -> str:
        """Whom it belongs to; empty if unknown."""
        ...

    def unsubscribed(self, channel: str, code: UnsubscribeCode) -> None:
        """Learn that the channel is no longer heard."""
        ...

    def close(self, code: CloseCode) -> None:
        """Be hung up on."""
        ...


@dataclass(slots=True)
class Lag:
    """A reader that does not keep up.

    Attributes:
        offset: the last publication it was sent.
        since: when it fell behind or was last sent something, in seconds of the loop's clock.
        resuming: it is being sent what it missed.
        failed: that could not be read; to be tried again.
    """

    write: Write
    offset: int
    since: float
    resuming: bool = False
    failed: bool = False


class Room:
    """Publications in order, each once, to every reader that keeps up.

    Attributes:
        epoch: the life of the log that `head` counts in; empty before its first entry.
        head: the last publication taken in; −1 until the log has been asked.
        readers: those in step: each was sent everything up to `head` but what is pending.
        lagging: those that read on from the log when their sockets drain.
        joining: those that are not answered yet, with what happened since they came.
        pending: pushes taken in and not yet written.
    """

    __slots__ = ("_written", "channel", "epoch", "head", "joining", "lagging", "pending", "readers")

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.epoch = ""
        self.head = -1
        self.readers: dict[Reader, Write] = {}
        self.lagging: dict[Reader, Lag] = {}
        self.joining: dict[Reader, list[Entry]] = {}
        self.pending: list[str] = []
        self._written = -1

    @property
    def empty(self) -> bool:
        """Whether nobody hears it."""
        return not (self.readers or self.lagging or self.joining)

    def start(self, epoch: str, head: int) -> None:
        """Take over where the log stands."""
        self.epoch, self.head, self._written = epoch, head, head

    def accept(self, epoch: str, entries: Sequence[Entry]) -> bool:
        """Take in what follows `head`; false if something before it is missing: ask the log."""
        if self.head < 0 or epoch != (self.epoch or epoch):
            return False
        self.epoch = epoch
        for entry in entries:
            if entry.offset > self.head + 1:
                return False
            if entry.offset == self.head + 1:
                self._take(entry)
        return True

    def _take(self, entry: Entry) -> None:
        self.head = entry.offset
        for held in self.joining.values():
            held.append(entry)
        self.say(push_entry(self.channel, entry))

    def say(self, push: str) -> None:
        """Queue a push for those in step; it is lost for the others, unless it is numbered."""
        if self.readers:
            self.pending.append(push)

    def flush(self, now: float) -> int:
        """Write what is pending as one frame; gives to how many."""
        pending, self.pending = self.pending, []
        before, self._written = self._written, self.head
        if not pending or not self.readers:
            return 0
        frame = join(pending)
        slow = [reader for reader, write in self.readers.items() if not write(frame)]
        for reader in slow:
            self.lagging[reader] = Lag(self.readers.pop(reader), before, now)
        return len(self.readers)

    def enter(self, reader: Reader) -> None:
        """Keep what happens from now on for `reader`, until `settle`."""
        self.joining[reader] = []

    def settle(self, reader: Reader, write: Write, after: int) -> Sequence[Entry] | None:
        """Put a joining reader in step; gives what it must be sent first: entries above `after`.

        `None` if the channel was restarted meanwhile: it must load the state anew. Call `flush`
        before, and send those entries before anything else happens.
        """
        held = self.joining.pop(reader, None)
        self.readers[reader] = write
        return None if held is None else [entry for entry in held if entry.offset > after]

    def resume(self, reader: Reader) -> None:
        """Put a lagging reader, which was sent everything up to `head`, in step again."""
        self.readers[reader] = self.lagging.pop(reader).write

    def leave(self, reader: Reader) -> None:
        """Forget a reader, whatever its state."""
        self.readers.pop(reader, None)
        self.lagging.pop(reader, None)
        self.joining.pop(reader, None)

    def restart(self, epoch: str, head: int) -> Sequence[Reader]:
        """Go on from where the log stands now; gives those that must load the state anew."""
        lost = [*self.readers, *self.lagging]
        self.readers.clear()
        self.lagging.clear()
        self.pending.clear()
        self.joining.clear()
        self.start(epoch, head)
        return lost
