"""The WebSocket, as an ASGI endpoint under any server."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from realtime.connection import Connection
from realtime.engine import Engine
from realtime.frames import Frame
from realtime.protocol.codes import CloseCode
from realtime.wires.buffered import BufferedWire
from realtime.wires.endpoint import EXTENSION, OwnWire, begin


async def serve(engine: Engine[Any], socket: WebSocket[Any]) -> None:
    """Serve `/connection/websocket`.

    Where the server has a wire of its own, the conversation outlives this call.
    """
    await socket.accept()
    own: OwnWire | None = (socket.scope.get("extensions") or {}).get(EXTENSION)
    if own is not None:
        own.take_over(begin(engine, own, socket))
        return
    wire = BufferedWire(emulated=False)
    wire.connection = connection = begin(engine, wire, socket)
    reading = asyncio.create_task(_read(wire, connection, socket))
    try:
        code = await wire.pump(partial(_send, socket))
        if socket.client_state is WebSocketState.CONNECTED:
            await socket.close(code, code.reason)
    except WebSocketDisconnect:
        pass
    finally:
        reading.cancel()
        connection.lost()


async def _read(wire: BufferedWire, connection: Connection[Any], socket: WebSocket[Any]) -> None:
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            connection.receive(message.get("text") or (message.get("bytes") or b"").decode())
            await wire.idle()
    except UnicodeDecodeError:
        connection.close(CloseCode.BAD_REQUEST)
    else:
        connection.lost()
        wire.close(CloseCode.NORMAL)


async def _send(socket: WebSocket[Any], frames: Sequence[Frame]) -> None:
    await socket.send_text("\n".join(frame.text for frame in frames))
