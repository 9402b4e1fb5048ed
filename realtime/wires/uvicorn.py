"""The WebSocket under uvicorn: shared frames go straight to the transport.

Run uvicorn with `ws="realtime.wires.uvicorn:SharedFrames"`. A conversation that was taken over
needs no task, no queue and no call of the application any more, and its memory shows it.

This relies on names inside of uvicorn's `WebSocketsSansIOProtocol`, so uvicorn is pinned and
`tests/contracts/test_wires.py` fails if they change.
"""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

import uvicorn
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.http11 import Request

from realtime.connection import Connection
from realtime.frames import WINDOW_BITS, Form, Frame
from realtime.protocol.codes import CloseCode
from realtime.room import Sink, Straight
from realtime.wires.endpoint import EXTENSION

# No context is kept between messages: one deflated frame is valid for all, and none costs memory.
_EXTENSIONS = [
    ServerPerMessageDeflateFactory(
        server_no_context_takeover=True,
        client_no_context_takeover=True,
        server_max_window_bits=WINDOW_BITS,
        client_max_window_bits=WINDOW_BITS,
        compress_settings={"memLevel": 5},
    )
]


class _Nothing:
    """Stands in for the queue to an application that is no longer called."""

    def put_nowait(self, event: object) -> None:
        """Forget `event`."""


_NOTHING = cast("asyncio.Queue[Any]", _Nothing())
_ALWAYS = asyncio.Event()
_ALWAYS.set()


class SharedFrames(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which also is a `realtime.wire.Wire`.

    Other WebSocket routes of the application are served as by uvicorn itself.
    """

    emulated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._connection: Connection[Any] | None = None
        super().__init__(*args, **kwargs)
        if self.config.ws_per_message_deflate:
            self.conn.available_extensions = _EXTENSIONS
        self._full = self._deflates = False
        self._straight: Straight | None = None

    # What uvicorn calls.

    def handle_connect(self, event: Request) -> None:
        """Offer this protocol to the application."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[str, Any] = {**(self.scope["extensions"] or {}), EXTENSION: self}
            self.scope["extensions"] = extensions

    async def run_asgi(self) -> None:
        """Call the application; a conversation that was taken over outlives the call."""
        try:
            await self.app(self.scope, self.receive, self.send)
        except ClientDisconnected:
            pass
        except BaseException:
            self.logger.exception("Exception in ASGI application\n")
        if not self.handshake_complete:
            self.send_500_response()
        if self._connection is None:
            if self.close_timer is None:
                self.transport.close()
        else:
            self._slim()

    def send_receive_event_to_app(self) -> None:
        """Hand a message to the conversation."""
        if self._connection is None:
            super().send_receive_event_to_app()
            return
        message, self.frames = b"".join(self.frames), []
        if not self.close_sent:
            self._hand_over(message)

    def pause_writing(self) -> None:
        """The socket takes no more."""
        self._full = True
        if self._connection is None:
            super().pause_writing()
        else:
            self._connection.stalled()

    def resume_writing(self) -> None:
        """The socket takes more."""
        self._full = False
        if self._connection is None:
            super().resume_writing()
        else:
            self._connection.drained()

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone, and its number may be another's as soon as this returns."""
        try:
            super().connection_lost(exc)
        finally:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.lost()
            # It and its parser hold each other, as did the conversation: after many have gone, the
            # collector of garbage may not come by for minutes.
            self.conn.parser.close()

    def shutdown(self) -> None:
        """The server stops: tell the client to come back, which finds another process."""
        if self._connection is None:
            super().shutdown()
        else:
            self._connection.close(CloseCode.SHUTDOWN)

    # What the endpoint calls.

    def take_over(self, connection: Connection[Any]) -> None:
        """Serve `connection` from now on; the application's call may end after this."""
        self._connection = connection
        self.stop_keepalive()  # the conversation has its own ping
        self.conn.max_message_size = 4 * connection.engine.limits.frame  # bytes of UTF-8
        self._deflates = any(
            isinstance(one, PerMessageDeflate) and one.local_max_window_bits == WINDOW_BITS
            for one in self.conn.extensions
        )
        if self.transport.get_extra_info("sslcontext") is None:
            self._go_straight()
        while not self.queue.empty():
            self._replay(dict(self.queue.get_nowait()))
        if not connection.busy:
            self.worked_off()

    def _go_straight(self) -> None:
        """Let shared frames go past the transport: a tenth of what one costs.

        The transport says at the first byte it has to hold that the socket takes no more. So it
        holds nothing that a frame could overtake while its reader is in step.
        """
        self.transport.set_write_buffer_limits(high=0)
        send = partial(os.write, self.transport.get_extra_info("socket").fileno())
        form: Form = "deflated" if self._deflates else "plain"
        self._straight = Straight(form, send, self.transport.write)

    def _replay(self, event: dict[str, Any]) -> None:
        """Deal with what arrived before the application took over."""
        assert self._connection is not None  # noqa: S101 (just set)
        if event["type"] == "websocket.receive":
            self._connection.receive(event.get("text") or event.get("bytes", b"").decode())
        else:
            self._connection.lost()

    def _hand_over(self, message: bytes) -> None:
        assert self._connection is not None  # noqa: S101 (checked by the caller)
        try:
            text = message.decode()
        except UnicodeDecodeError:
            self._connection.close(CloseCode.BAD_REQUEST)
            return
        self._connection.receive(text)
        if self._connection.busy and not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def _slim(self) -> None:
        """Let go of what only the application's call needed: about half of an idle connection."""
        self.queue, self.writable = _NOTHING, _ALWAYS
        self.scope, self.app_state = {}, {}  # type: ignore[typeddict-item]
        # The parser keeps the request itself for as long as the connection lasts.
        self.request.headers.clear()
        del self.request, self.response

    @property
    def close_sent(self) -> bool:
        """Whether a close frame is on its way, after which nothing may follow (RFC 6455 §5.5.1)."""
        return self._close_sent

    @close_sent.setter
    def close_sent(self, value: bool) -> None:
        self._close_sent = value
        if value and self._connection is not None:
            self._connection.stalled()

    # What the conversation calls: see `Wire`.

    @property
    def sink(self) -> Sink:
        """See `Wire`."""
        writable = not (self._full or self.close_sent or self.disconnected)
        return Sink(self.offer, self._straight if writable else None)

    def offer(self, frame: Frame) -> bool:
        """See `Wire`."""
        if self._full or self.close_sent or self.disconnected:
            return False
        self.transport.write(frame.deflated if self._deflates else frame.plain)
        return True

    def write(self, frame: Frame) -> None:
        """See `Wire`."""
        if not (self.close_sent or self.disconnected):
            self.transport.write(frame.deflated if self._deflates else frame.plain)

    def worked_off(self) -> None:
        """See `Wire`."""
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def close(self, code: CloseCode) -> None:
        """See `Wire`. A peer that does not answer is cut off after a while."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.conn.send_close(int(code), code.reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.worked_off()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)


class DrainingServer(uvicorn.Server):
    """A uvicorn server that lets conversations go in good order before it stops.

    Args:
        config: uvicorn's.
        drain: awaited first when the server is told to stop; see `realtime.server.Server.drain`.
    """

    def __init__(self, config: uvicorn.Config, drain: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._drain = drain

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain, then stop as uvicorn does."""
        await self._drain()
        await super().shutdown(sockets)
