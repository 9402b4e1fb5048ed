"""Cuts an archive into mails, one in memory at a time."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from forum.interop.mbox.envelope import Envelope, begins_field, parse_envelope

LIMIT = 32 * 1024 * 1024
"""Size in bytes above which a mail is skipped."""

_CHUNK = 64 * 1024
_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Piece:
    """A stretch `[offset, end)` of the archive.

    `envelope` is `None` for what stands before the first mail. `data` is the mail without its
    From line, `None` if it is larger than the limit. `cut` tells that the archive is damaged here.
    """

    offset: int
    envelope: Envelope | None = None
    data: bytes | None = None
    end: int = 0
    cut: bool = False


@dataclass(slots=True)
class _Gathered:
    """The piece being read, and its lines as long as it is not too large."""

    piece: Piece
    limit: int
    lines: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, line: bytes) -> None:
        self.size += len(line)
        if self.size <= self.limit:
            self.lines.append(line)
        else:
            self.lines.clear()

    def close(self, end: int, *, cut: bool = False) -> Piece:
        self.piece.end, self.piece.cut = end, cut
        if self.size <= self.limit:
            self.piece.data = b"".join(self.lines)
        return self.piece


@dataclass(slots=True)
class _Lines:
    """Lines of a stream; a line longer than a chunk comes in pieces."""

    stream: BinaryIO
    offset: int
    damaged: bool = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self.offset:
                self.stream.seek(self.offset)
            while line := self.stream.readline(_CHUNK):
                yield line
                self.offset += len(line)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            self.damaged = True


def split(stream: BinaryIO, start: int = 0, limit: int = LIMIT) -> Iterator[Piece]:
    """Cut the archive from `start`; the pieces follow one another without a gap.

    A mail begins at a From line that a header field follows: the words "From …" in a text that
    nobody escaped do not end a mail. A damaged compressed stream ends the pieces with one that
    is `cut`.
    """
    lines = _Lines(stream, start)
    current, candidate = _Gathered(Piece(start), limit), b""
    fresh = True
    for line in lines:
        if candidate and begins_field(line) and (envelope := _envelope(candidate)):
            begin = lines.offset - len(candidate)
            if begin > start:
                yield current.close(begin)
            current = _Gathered(Piece(begin, envelope), limit)
        elif candidate:
            current.add(candidate)
        candidate = b""
        if fresh and _may_begin(line, first=lines.offset == 0):
            candidate = line
        else:
            current.add(line)
        fresh = line.endswith(b"\n")
    current.add(candidate)
    if lines.offset > start or lines.damaged:
        yield current.close(lines.offset, cut=lines.damaged)


def _may_begin(line: bytes, *, first: bool) -> bool:
    return line.startswith(b"From ") or (first and line.startswith(_MARK + b"From "))


def _envelope(line: bytes) -> Envelope | None:
    return parse_envelope(line.removeprefix(_MARK))
