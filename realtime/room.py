"""One channel in one process: who hears it and how far each has come. No I/O."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from realtime.frames import Form, Frame, join
from realtime.log import Entry
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.protocol.replies import push_entry
from realtime.tail import Tail

PATIENCE = 20e-3
"""Seconds that a flush may spend on `Straight.send`: twice what a thousand readers take."""


@dataclass(frozen=True, slots=True)
class Straight:
    """How shared frames go straight to a socket. The wire holds nothing before them.

    Nothing is asked before: the wire says by itself that its socket takes no more (`Room.stall`).

    Attributes:
        form: which form of a frame is written.
        send: hands it to the socket; gives how many bytes that took, and raises `OSError` if it
            took none. Another thread may compute meanwhile, and is waited for then.
        write: writes it, or the rest of it, by way of the wire, where no thread is waited for.
    """

    form: Form
    send: Callable[[bytes], int]
    write: Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Sink:
    """How one reader is written to.

    Attributes:
        offer: writes a shared frame; false, and nothing is written, if the reader does not keep up.
        straight: how such a frame is written instead, if the reader's wire has a socket to itself.
    """

    offer: Callable[[Frame], bool]
    straight: Straight | None = None


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
        stalled: its socket took no more while it was being sent that.
    """

    sink: Sink
    offset: int
    since: float
    resuming: bool = False
    failed: bool = False
    stalled: bool = False


class Room:
    """Publications in order, each once, to every reader that keeps up.

    Attributes:
        epoch: the life of the log that `head` counts in; empty before its first entry.
        head: the last publication taken in; −1 until the log has been asked.
        readers: those in step: each was sent everything up to `head` but what is pending.
        lagging: those that read on from the log when their sockets drain.
        joining: those that are not answered yet, with what happened since they came.
        pending: pushes taken in and not yet written.
        fallen: how many have fallen behind; whoever counts them begins anew.
        tail: the newest publications up to `head`, since somebody missed some.
    """

    __slots__ = (
        "_offered",
        "_straight",
        "_written",
        "channel",
        "epoch",
        "fallen",
        "head",
        "joining",
        "lagging",
        "pending",
        "readers",
        "tail",
    )

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.epoch = ""
        self.head = -1
        self.readers: dict[Reader, Sink] = {}
        self.lagging: dict[Reader, Lag] = {}
        self.joining: dict[Reader, list[Entry]] = {}
        self.pending: list[str] = []
        self.fallen = 0
        self.tail = Tail()
        self._written = -1
        self._offered: dict[Reader, Callable[[Frame], bool]] = {}
        self._straight: dict[Form, dict[Reader, Callable[[bytes], int]]] = {
            "plain": {},
            "deflated": {},
        }

    @property
    def empty(self) -> bool:
        """Whether nobody hears it."""
        return not (self.readers or self.lagging or self.joining)

    def start(self, epoch: str, head: int) -> None:
        """Take over where the log stands."""
        self.epoch, self.head, self._written = epoch, head, head
        self.tail.clear()

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
        self.tail.add(entry)
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
        for form, sends in self._straight.items():
            if sends:
                self._send_straight(getattr(frame, form), sends, now)
        # A wire that breaks while it is written to may take others of its people along.
        slow = [reader for reader, offer in tuple(self._offered.items()) if not offer(frame)]
        for reader in slow:
            if reader in self.readers:
                self._fall(reader, before, now)
        return len(self.readers)

    def _send_straight(
        self, data: bytes, sends: Mapping[Reader, Callable[[bytes], int]], now: float
    ) -> None:
        # The one loop of the product that runs a thousand times for one publication: it makes
        # nothing on the way (a pair each would also have the collector look around every time).
        size, until = len(data), monotonic() + PATIENCE
        for reader, send in zip(tuple(sends), tuple(sends.values()), strict=True):
            try:
                taken = send(data) if monotonic() < until else 0
            except OSError:  # the socket is full, or was closed, and its end is not told yet
                taken = 0
            if taken != size:
                self._write_rest(reader, data[taken:], now)

    def _write_rest(self, reader: Reader, rest: bytes, now: float) -> None:
        sink = self.readers.get(reader)
        if sink and sink.straight:
            try:
                sink.straight.write(rest)
            except RuntimeError:  # the transport was closed, and its end is not told yet
                self.stall(reader, now)

    def stall(self, reader: Reader, now: float) -> None:
        """Learn that a reader's socket takes no more: it has all that was flushed, and now lags."""
        if lag := self.lagging.get(reader):
            lag.stalled = True
        elif reader in self.readers:
            self._fall(reader, self._written, now)

    def _fall(self, reader: Reader, offset: int, now: float) -> None:
        self.lagging[reader] = Lag(self._remove(reader), offset, now)
        self.fallen += 1

    def _add(self, reader: Reader, sink: Sink) -> None:
        self.readers[reader] = sink
        if sink.straight is None:
            self._offered[reader] = sink.offer
        else:
            self._straight[sink.straight.form][reader] = sink.straight.send

    def _remove(self, reader: Reader) -> Sink:
        sink = self.readers.pop(reader)
        if sink.straight is None:
            del self._offered[reader]
        else:
            del self._straight[sink.straight.form][reader]
        return sink

    def enter(self, reader: Reader) -> None:
        """Keep what happens from now on for `reader`, until `settle`."""
        self.joining[reader] = []

    def settle(self, reader: Reader, sink: Sink, after: int) -> Sequence[Entry] | None:
        """Put a joining reader in step; gives what it must be sent first: entries above `after`.

        `None` if the channel was restarted meanwhile: it must load the state anew. Call `flush`
        before, and send those entries before anything else happens.
        """
        held = self.joining.pop(reader, None)
        self._add(reader, sink)
        return None if held is None else [entry for entry in held if entry.offset > after]

    def resume(self, reader: Reader) -> None:
        """Put a lagging reader, which was sent everything up to `head`, in step again."""
        self._add(reader, self.lagging.pop(reader).sink)

    def leave(self, reader: Reader) -> None:
        """Forget a reader, whatever its state."""
        if reader in self.readers:
            self._remove(reader)
        self.lagging.pop(reader, None)
        self.joining.pop(reader, None)

    def restart(self, epoch: str, head: int) -> Sequence[Reader]:
        """Go on from where the log stands now; gives those that must load the state anew."""
        lost = [*self.readers, *self.lagging]
        for reader in tuple(self.readers):
            self._remove(reader)
        self.lagging.clear()
        self.pending.clear()
        self.joining.clear()
        self.start(epoch, head)
        return lost
