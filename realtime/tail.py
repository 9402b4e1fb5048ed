"""The newest publications of a channel, kept for those who come back together. No I/O."""

from collections import deque
from collections.abc import Sequence

from realtime.log import Entry

KEPT = 128
"""Publications of one channel."""
TURNS = 60
"""Turns that a publication is kept; the hub's sweep makes one a second."""


class Tail:
    """Publications without gaps up to the newest, from the oldest that the log gave somebody.

    A cut line or a process that ends sends everybody of a room back at once, a few seconds behind:
    the log is read for the first of them, and the others are given the same. What nobody asked the
    log for is not kept, so that a log which forgets on purpose is asked.
    """

    __slots__ = ("_entries", "_turn")

    def __init__(self) -> None:
        self._entries: deque[tuple[int, Entry]] = deque(maxlen=KEPT)
        self._turn = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Take in the publication that follows the newest, if anything is kept."""
        if self._entries:
            self._entries.append((self._turn, entry))

    def fill(self, entries: Sequence[Entry], head: int) -> None:
        """Take in what the log gave, if it leads up to what is kept, or else to `head`."""
        first = self._entries[0][1].offset if self._entries else head + 1
        if not entries or entries[-1].offset < first - 1:
            return
        older = [entry for entry in entries if entry.offset < first]
        room = KEPT - len(self._entries)
        for entry in reversed(older[-room:] if room else ()):
            self._entries.appendleft((self._turn, entry))

    def after(self, offset: int) -> Sequence[Entry] | None:
        """What follows the publication numbered `offset`; `None` if not all of it is here."""
        if not self._entries or self._entries[0][1].offset > offset + 1:
            return None
        return [entry for _, entry in self._entries if entry.offset > offset]

    def turn(self) -> None:
        """Forget what has been here too long."""
        self._turn += 1
        while self._entries and self._entries[0][0] <= self._turn - TURNS:
            self._entries.popleft()

    def clear(self) -> None:
        """Forget everything: the numbers begin anew."""
        self._entries.clear()
