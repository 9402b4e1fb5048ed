"""What happened on a channel, numbered, so that nobody misses any of it."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication of a channel.

    Attributes:
        offset: its number, from 1, without gaps within one epoch.
        data: its JSON text, encoded once when written and passed through as it is.
        info: JSON text of the protocol's `ClientInfo` if a client caused it.
    """

    offset: int
    data: str
    info: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What follows a position.

    Attributes:
        entries: in order, each `offset` one more than the last (one less when read in reverse).
        offset: where the channel stands now: the number of its newest entry, 0 before the first.
        epoch: names one life of the log; it changes when numbers start again, and is empty as
            long as the channel has none.
        complete: false if an entry after the position is gone, if the position is of another
            epoch or beyond `offset`, or if more follows than one recovery may take: the reader
            must load the state anew. A `limit` that cuts the page does not make it incomplete,
            and an incomplete page may hold what is left.
    """

    entries: Sequence[Entry]
    offset: int
    epoch: str
    complete: bool


class Log(Protocol):
    """Kept by the application, written in the transaction of the change itself."""

    async def read(
        self,
        channel: str,
        *,
        after: int | None,
        epoch: str | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> Page:
        """Read on from a position.

        Args:
            channel: a full name, `<kind>:<key>`; one never written to stands at 0.
            after: entries numbered above it; `None` asks only where the channel stands.
            epoch: the life `after` belongs to; `None` or empty does not check it.
            limit: at most so many entries, the first in the order asked for.
            reverse: newest first.
        """
        ...

    async def heads(self, channels: Collection[str]) -> Mapping[str, tuple[int, str]]:
        """Where each of `channels` stands, as `(offset, epoch)`, by one query for all.

        Channels never written to may be missing from the answer.
        """
        ...


@dataclass(slots=True)
class _Tape:
    entries: deque[Entry]
    offset: int = 0


@dataclass(slots=True)
class MemoryLog:
    """A log of one process that forgets: for demonstrations and tests.

    Attributes:
        keep: entries held by a channel, ≥ 1; older ones are gone.
        epoch: a new one for each log.
    """

    keep: int = 100
    epoch: str = field(default_factory=lambda: uuid4().hex[:8])
    _tapes: dict[str, _Tape] = field(default_factory=dict)

    def append(
        self, channel: str, data: str, *, info: str | None = None, keep: int | None = None
    ) -> Entry:
        """Number `data` (JSON text) on `channel`; `keep` overrides the log's for a new channel."""
        tape = self._tapes.get(channel)
        if tape is None:
            tape = self._tapes[channel] = _Tape(deque(maxlen=keep or self.keep))
        tape.offset += 1
        entry = Entry(tape.offset, data, info)
        tape.entries.append(entry)
        return entry

    async def read(
        self,
        channel: str,
        *,
        after: int | None,
        epoch: str | None = None,
        limit: int | None = None,
        reverse: bool = False,
    ) -> Page:
        """See `Log`."""
        tape = self._tapes.get(channel) or _Tape(deque())
        if after is None:
            return Page((), tape.offset, self.epoch, complete=True)
        if epoch not in (None, "", self.epoch) or not 0 <= after <= tape.offset:
            return Page((), tape.offset, self.epoch, complete=False)
        found = [entry for entry in tape.entries if entry.offset > after]
        whole = len(found) == tape.offset - after
        if reverse:
            found.reverse()
        return Page(found[:limit], tape.offset, self.epoch, complete=whole)

    async def heads(self, channels: Collection[str]) -> Mapping[str, tuple[int, str]]:
        """See `Log`."""
        return {name: (self._stands(name), self.epoch) for name in channels}

    def _stands(self, channel: str) -> int:
        tape = self._tapes.get(channel)
        return tape.offset if tape else 0
