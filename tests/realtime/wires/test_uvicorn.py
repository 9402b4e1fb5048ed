"""uvicorn's own duties, which `SharedFrames` must not disturb."""

import asyncio
import contextlib
import gc
import json
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.server import ServerProtocol

from realtime.connection import Connection
from realtime.demo import Demo
from realtime.limits import Limits
from realtime.protocol.codes import CloseCode
from realtime.wires.uvicorn import DrainingServer, SharedFrames
from tests.realtime.harness import serving


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


async def refuse(socket: WebSocket) -> None:
    await socket.close()


async def crash(socket: WebSocket) -> None:
    raise RuntimeError("a defect")


async def forget(socket: WebSocket) -> None:
    pass


async def end(socket: WebSocket) -> None:
    await socket.accept()


APP = Starlette(
    routes=[WebSocketRoute(f"/{one.__name__}", one) for one in (echo, refuse, crash, forget, end)]
)


@asynccontextmanager
async def serving_app() -> AsyncIterator[str]:
    async with serving(APP, lifespan="off") as address:
        yield f"ws://{address}"


@pytest.mark.parametrize("compression", ["deflate", None])
async def test_other_routes_are_served_as_by_uvicorn(compression: str | None) -> None:
    async with serving_app() as url:
        async with connect(f"{url}/echo", compression=compression) as socket:
            for text in ("é", "x" * 5000):
                await socket.send(text)
                assert await socket.recv() == text
        async with connect(f"{url}/end") as socket:
            with pytest.raises(ConnectionClosed):
                await socket.recv()


@pytest.mark.parametrize(("path", "status"), [("refuse", 403), ("crash", 500), ("forget", 500)])
async def test_what_is_not_accepted_is_refused(path: str, status: int) -> None:
    async with serving_app() as url:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{url}/{path}")
        assert refused.value.response.status_code == status


async def test_a_request_that_is_no_handshake_is_refused() -> None:
    async with serving_app() as url:
        host, _, port = url.removeprefix("ws://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        )
        assert b" 4" in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_an_open_route_is_closed_when_the_server_stops() -> None:
    async with serving_app() as url:
        socket = await connect(f"{url}/echo")
    with pytest.raises(ConnectionClosed):
        await socket.recv()
    await socket.close()


class SlowToAnswer:
    """A middleware that goes on only some time after it has let the handshake's answer pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def slowly(message: Message) -> None:
            await send(message)
            if message["type"] == "websocket.accept":
                await self.go.wait()

        await self.app(scope, receive, slowly)


async def test_what_comes_before_the_conversation_begins_is_not_lost() -> None:
    app = SlowToAnswer(Demo().app)
    async with (
        serving(app) as address,
        connect(f"ws://{address}/connection/websocket") as socket,
    ):
        await socket.send('{"id":1,"connect":{}}')
        await socket.send(b'{"id":2,"ping":{}}')
        await socket.ping()
        app.go.set()
        assert json.loads(await socket.recv())["id"] == 1
        assert json.loads(await socket.recv())["id"] == 2


async def test_who_goes_before_the_conversation_begins_is_forgotten() -> None:
    demo = Demo()
    app = SlowToAnswer(demo.app)
    async with serving(app) as address:
        async with connect(f"ws://{address}/connection/websocket") as socket:
            await socket.send('{"id":1,"connect":{}}')
        app.go.set()
    assert len(demo.server.hub.registry) == 0


@pytest.mark.parametrize("clean", [True, False])
async def test_who_goes_leaves_nothing_for_the_collector_of_garbage(clean: bool) -> None:
    demo = Demo()
    async with serving(demo.app) as address, asyncio.timeout(10):
        with _uncollected():
            socket = await connect(f"ws://{address}/connection/websocket")
            await socket.send('{"id":1,"connect":{}}')
            await socket.recv()
            assert all(_alive().values())
            if clean:
                await socket.close()
            else:
                socket.transport.abort()
            del socket
            while any(_alive().values()):  # noqa: ASYNC110 (they tell nobody)
                await asyncio.sleep(0.005)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without what others have left, and without the collector."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _alive() -> Counter[str]:
    """How many there are of what serves a client, by its class' name."""
    kinds = (Connection, SharedFrames, ServerProtocol)
    found = Counter({kind.__name__: 0 for kind in kinds})
    found.update(type(one).__name__ for one in gc.get_objects() if type(one) in kinds)
    return found


async def test_a_peer_that_does_not_answer_the_goodbye_is_cut_off() -> None:
    demo = Demo()
    async with serving(demo.app) as address:
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            b"GET /connection/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        hello = b'{"id":1,"connect":{}}'
        writer.write(bytes((0x81, 0x80 | len(hello))) + bytes(4) + hello)
        await reader.readuntil(b'"pong":true}}')
        (connection,) = demo.server.hub.registry
        connection._wire.close_timeout = 0.01  # type: ignore[attr-defined]
        connection.close(CloseCode.FORCED)
        connection.close(CloseCode.FORCED)
        connection._wire.close(CloseCode.FORCED)  # type: ignore[attr-defined]
        left = await asyncio.wait_for(reader.read(), 5)
        assert left[2:4] == CloseCode.FORCED.to_bytes(2, "big")
        writer.close()


async def test_a_draining_server_lets_clients_go_first() -> None:
    demo = Demo()
    config = uvicorn.Config(
        demo.app, port=0, ws="realtime.wires.uvicorn:SharedFrames", log_level="error"
    )
    drained: list[int] = []

    async def drain() -> None:
        drained.append(len(demo.server.hub.registry))
        await demo.server.drain(0)

    server = DrainingServer(config, drain)
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with connect(f"ws://127.0.0.1:{port}/connection/websocket") as socket:
        await socket.send('{"id":1,"connect":{}}')
        await socket.recv()
        server.should_exit = True
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    await running
    assert drained == [1]
    assert closed.value.rcvd
    assert closed.value.rcvd.code == CloseCode.SHUTDOWN


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_frames_past_the_transport_overtake_no_answer_and_tear_none(
    loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        got, answered = runner.run(_read_late(publications=300, every=30))
    assert got == list(range(1, 301))
    assert answered == list(range(1, 3 + 300 // 30))


async def _read_late(*, publications: int, every: int) -> tuple[list[int], list[int]]:
    """Offsets and numbers of answers, as they come to a client that asks but does not read.

    Its socket holds little, so that what is sent stays behind, whole or in part. It asks for a
    history now and then: a long answer, which goes by way of the transport.
    """
    demo = Demo(Limits(rate=1000, burst=1000, slow_after=60))
    demo.log.keep, answers = 1000, 2 + publications // every
    with socket.socket() as narrow:
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        async with serving(demo.app) as address:
            host, _, port = address.partition(":")
            narrow.connect((host, int(port)))
            options = {"sock": narrow, "compression": None, "max_queue": 1, "max_size": None}
            url = f"ws://{address}/connection/websocket"
            async with connect(url, **options) as client:
                await client.send('{"id":1,"connect":{}}')
                await client.send('{"id":2,"subscribe":{"channel":"room:1"}}')
                said = [json.loads(await client.recv()) for _ in range(2)]
                ask = '{"id":%d,"history":{"channel":"room:1","limit":3}}'
                for number in range(1, publications + 1):
                    await demo.write("room:1", {"text": "x" * (number * 977 % 150_000)})
                    if number % every == 0:
                        await client.send(ask % (2 + number // every))
                    if number % 5 == 0:
                        with contextlib.suppress(TimeoutError):
                            said += await asyncio.wait_for(_heard(client), 0.01)
                assert demo.server.hub.counters.lagged
                async with asyncio.timeout(20):
                    while len(_offsets(said)) < publications or len(_answers(said)) < answers:
                        said += await _heard(client)
    return _offsets(said), _answers(said)


async def _heard(client: ClientConnection) -> list[dict[str, Any]]:
    return [json.loads(line) for line in str(await client.recv()).split("\n")]


def _offsets(said: list[dict[str, Any]]) -> list[int]:
    pushes = [one["push"] for one in said if "push" in one]
    return [push["pub"]["offset"] for push in pushes if "pub" in push]


def _answers(said: list[dict[str, Any]]) -> list[int]:
    return [one["id"] for one in said if "id" in one]
