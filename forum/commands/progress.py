"""How far long work has come: a bar on a terminal, plain lines elsewhere."""

import sys
from types import TracebackType
from typing import Self, TextIO

_CELLS = 30
_STEP = 10
"""Percent between two plain lines."""


class Progress:
    """Says on `stream` how much of `total` is done; to be used in a `with` statement.

    Args:
        what: what is going on, in a word or two.
        total: in the unit that `at` counts in; all of nothing is done at once.
        stream: where to write; standard error, so that the result can be piped.
    """

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self._what, self._total = what, total
        self._stream = sys.stderr if stream is None else stream
        self._drawn = -1

    def at(self, done: int) -> None:
        """Note that `done` of the total is done."""
        percent = min(100, 100 * done // self._total) if self._total else 100
        if self._stream.isatty():
            self._draw(percent)
        elif percent // _STEP > self._drawn // _STEP:
            self._drawn = percent
            self._stream.write(f"{self._what}: {percent} %\n")
            self._stream.flush()

    def _draw(self, percent: int) -> None:
        if percent != self._drawn:
            self._drawn = percent
            bar = ("█" * (percent * _CELLS // 100)).ljust(_CELLS, "░")
            self._stream.write(f"\r{self._what} {bar} {percent:3} %")
            self._stream.flush()

    def __enter__(self) -> Self:
        """See the class; nothing is written before something is done."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal's line."""
        if self._stream.isatty() and self._drawn >= 0:
            self._stream.write("\n")
            self._stream.flush()
