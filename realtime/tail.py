"""The newest publications of a channel, kept for those who come back together. No I/O."""

from collections import deque
from collections.abc import Sequence

from realtime.log import Entry

KEPT = 128
"""Publications of one channel."""
TURNS = 60
"""Turns that a publication is kept; the hub's sweep makes one a second."""


class Tail:
    """Publications without gaps up to the newest.

    A cut line or a process that ends sends everybody of a room back at once, a few seconds behind:
    the log is read for the first of them, and the others are given the same.
    """

    __slots__ = ("_entries", "_turn")

    def __init__(self) -> None:
        self._entries: deque[tuple[int, Entry]] = deque(maxlen=KEPT)
        self._turn = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Take in the publication that follows the newest."""
        self._entries.append((self._turn, entry))

    def extend_back(self, entries: Sequence[Entry]) -> None:
        """Take in what the log gave, where it leads up to what is here or goes beyond it.

        `entries` end with the channel's newest publication, or with one that is here or borders.
        """
        first = self._entries[0][1].offset if self._entries else None
        if not entries or (first is not None and entries[-1].offset < first - 1):
            return
        older = [entry for entry in entries if first is None or entry.offset < first]
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
