"""A wire for ASGI channels, which take one message at a time and make the sender wait."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from realtime.connection import Connection
from realtime.frames import Frame
from realtime.protocol.codes import CloseCode
from realtime.room import Sink

FULL_AT = 64 * 1024
"""Bytes that wait to be sent before a reader counts as one that does not keep up."""

Send = Callable[[Sequence[Frame]], Awaitable[None]]
"""Sends frames to the client, and waits until they are accepted."""


class BufferedWire:
    """See `realtime.wire.Wire`. Writes to a buffer that `pump` empties."""

    def __init__(self, *, emulated: bool) -> None:
        self.emulated = emulated
        self.connection: Connection[Any] | None = None
        self._frames: list[Frame] = []
        self._size = 0
        self._turned_down = False
        self._something = asyncio.Event()
        self._goodbye: CloseCode | None = None
        self._idle = asyncio.Event()

    @property
    def sink(self) -> Sink:
        """See `Wire`."""
        return Sink(self.offer)

    def offer(self, frame: Frame) -> bool:
        """See `Wire`."""
        if self._size >= FULL_AT:
            self._turned_down = True
            return False
        self.write(frame)
        return True

    def write(self, frame: Frame) -> None:
        """See `Wire`."""
        self._frames.append(frame)
        self._size += len(frame.payload)
        self._something.set()

    def worked_off(self) -> None:
        """See `Wire`."""
        self._idle.set()

    def close(self, code: CloseCode) -> None:
        """See `Wire`."""
        self._goodbye = code
        self._something.set()

    async def idle(self) -> None:
        """Wait until everything received has been worked off."""
        while self.connection is not None and self.connection.busy:
            self._idle.clear()
            await self._idle.wait()

    async def pump(self, send: Send) -> CloseCode:
        """Send what is written until the conversation ends; gives why it did."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._frames:
                frames, self._frames = self._frames, []
                await send(frames)
                self._size = sum(len(frame.payload) for frame in self._frames)
                self._tell_drained()
            if self._goodbye is not None:
                return self._goodbye

    def _tell_drained(self) -> None:
        if self._turned_down and self.connection is not None:
            self._turned_down = False
            self.connection.drained()
