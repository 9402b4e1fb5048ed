"""One frame for many readers: encoded once, the same bytes written to every socket."""

import struct
import zlib
from collections.abc import Iterable
from typing import Literal

DEFLATE_FROM = 256
"""Bytes from which compression is worth its time."""

WINDOW_BITS = 12
"""Base-2 logarithm of the LZ77 window that shared deflated frames need from their readers."""

Form = Literal["plain", "deflated"]
"""A WebSocket frame as it is, or compressed for itself alone."""

_TEXT = 0x80 | 0x1
_TEXT_DEFLATED = _TEXT | 0x40
_TAIL = b"\x00\x00\xff\xff"


class Frame:
    """Messages that leave together, in every form that a wire may need.

    Attributes:
        text: JSON texts joined by newlines.
        plain: a WebSocket text frame (RFC 6455 §5.2), unmasked.
    """

    __slots__ = ("_deflated", "payload", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # Half of a surrogate pair must not keep all readers from all that is in the frame.
        self.payload = text.encode("utf-8", "replace")
        self.plain = _header(_TEXT, len(self.payload)) + self.payload
        self._deflated: bytes | None = None

    @property
    def deflated(self) -> bytes:
        """A frame compressed for itself alone (RFC 7692 §7.2.1), or `plain` if it is short.

        Valid for every reader that agreed to `server_no_context_takeover`.
        """
        if self._deflated is None:
            self._deflated = self._deflate() if len(self.payload) >= DEFLATE_FROM else self.plain
        return self._deflated

    def _deflate(self) -> bytes:
        packer = zlib.compressobj(wbits=-WINDOW_BITS, memLevel=5)
        packed = packer.compress(self.payload) + packer.flush(zlib.Z_SYNC_FLUSH)
        body = packed.removesuffix(_TAIL)
        return _header(_TEXT_DEFLATED, len(body)) + body


def join(texts: Iterable[str]) -> Frame:
    """Put messages into one frame, in order."""
    return Frame("\n".join(texts))


def _header(first: int, length: int) -> bytes:
    if length < 126:  # noqa: PLR2004 (RFC 6455 §5.2: longer lengths follow in 2 or 8 bytes)
        return bytes((first, length))
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)


REST_PER_READER = 80e-6
REST_AT_MOST = 80e-3


def rest(readers: int) -> float:
    """Seconds that a channel of a busy process rests, so that what gathers leaves as one frame.

    Some eight times what writing to so many readers costs, and never more than 80 ms: those who
    write are left most of the processor, and nobody sees a delay. What comes after a rest leaves
    at once, and a rest ends where the process has little to do.

    Args:
        readers: those of all channels that were written to lately; see `recent.Recent`.
    """
    return min(REST_AT_MOST, readers * REST_PER_READER)
