"""Streams over HTTP, for networks that block WebSockets: server-sent events and lines of JSON."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from realtime.engine import Engine
from realtime.frames import Frame
from realtime.protocol.replies import push_disconnect
from realtime.wires.buffered import BufferedWire
from realtime.wires.endpoint import begin

Format = Callable[[str], str]
"""Writes a frame's text as the stream has it."""


def as_events(text: str) -> str:
    """One server-sent event for each message (WHATWG HTML §9.2)."""
    return "".join(f"data: {line}\n\n" for line in text.split("\n"))


def as_lines(text: str) -> str:
    """One line for each message."""
    return f"{text}\n"


class Stream(Response):
    """A response that lasts as long as the conversation.

    Args:
        request: it began with this.
        commands: the client's first frame.
        form: how messages are written.
    """

    def __init__(
        self, engine: Engine[Any], request: Request, commands: str, form: Format, media_type: str
    ) -> None:
        super().__init__(
            media_type=media_type,
            # Intermediaries must neither keep this nor wait for its end.
            headers={
                "cache-control": "no-cache, no-store, no-transform",
                "x-accel-buffering": "no",
            },
        )
        del self.headers["content-length"]
        self._engine, self._request = engine, request
        self._commands, self._form = commands, form

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the conversation (ASGI)."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        wire = BufferedWire(emulated=True)
        wire.connection = begin(self._engine, wire, self._request)
        wire.connection.receive(self._commands)
        waiting = asyncio.create_task(_wait_for_end(receive))
        pumping = asyncio.create_task(self._pump(wire, send))
        try:
            await asyncio.wait({waiting, pumping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            wire.connection.lost()
            for task in (waiting, pumping):
                task.cancel()
            await asyncio.gather(waiting, pumping, return_exceptions=True)

    async def _pump(self, wire: BufferedWire, send: Send) -> None:
        async def write(frames: Sequence[Frame]) -> None:
            body = "".join(self._form(frame.text) for frame in frames)
            await _send_body(send, body, more=True)

        code = await wire.pump(write)
        await _send_body(send, self._form(push_disconnect(code)), more=False)


async def _send_body(send: Send, body: str, *, more: bool) -> None:
    encoded = body.encode("utf-8", "replace")
    await send({"type": "http.response.body", "body": encoded, "more_body": more})


async def _wait_for_end(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
