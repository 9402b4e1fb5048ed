"""What every wire does, over real sockets; a new one is a line in `WIRES`."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from realtime.demo import Demo
from realtime.limits import Limits
from realtime.protocol.codes import CloseCode
from tests.realtime.harness import Message, serving

OWN, FOREIGN = "realtime.wires.uvicorn:SharedFrames", "websockets-sansio"
HELLO = '{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"room:1"}}'


class Peer:
    """A client: what it was sent, and a way to send."""

    def __init__(self, send: Callable[[str], Any]) -> None:
        self._send = send
        self.messages: list[Message] = []
        self.code: int | None = None
        self._news = asyncio.Event()

    async def send(self, text: str) -> None:
        await self._send(text)

    def take(self, text: str) -> None:
        self.messages += map(json.loads, text.strip("\n").split("\n"))
        for message in self.messages:
            if goodbye := message.get("push", {}).get("disconnect"):
                self.code = goodbye["code"]
        self._news.set()

    def end(self, code: int | None) -> None:
        self.code = self.code or code
        self._news.set()

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not seen():
                self._news.clear()
                await self._news.wait()

    async def answer(self, number: int) -> Message:
        await self.until(lambda: any(one.get("id") == number for one in self.messages))
        return next(one for one in self.messages if one.get("id") == number)

    @property
    def publications(self) -> list[Message]:
        pushes = [one["push"] for one in self.messages if "push" in one]
        return [push["pub"] for push in pushes if "pub" in push]


@asynccontextmanager
async def websocket(address: str, hello: str, **options: Any) -> AsyncIterator[Peer]:
    async with connect(f"ws://{address}/connection/websocket", **options) as socket:
        peer = Peer(socket.send)
        reading = asyncio.create_task(_read(socket, peer))
        await peer.send(hello)
        yield peer
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(socket: ClientConnection, peer: Peer) -> None:
    try:
        while True:
            peer.take(str(await socket.recv()))
    except ConnectionClosed as closed:
        peer.end(closed.rcvd.code if closed.rcvd else None)


def plain_websocket(address: str, hello: str) -> Any:
    return websocket(address, hello, compression=None)


@asynccontextmanager
async def sse(address: str, hello: str) -> AsyncIterator[Peer]:
    request = {"method": "GET", "url": "/connection/sse", "params": {"cf_connect": hello}}
    async with _stream(address, request, "data: ") as peer:
        yield peer


@asynccontextmanager
async def http_stream(address: str, hello: str) -> AsyncIterator[Peer]:
    request = {"method": "POST", "url": "/connection/http_stream", "content": hello}
    async with _stream(address, request, "") as peer:
        yield peer


@asynccontextmanager
async def _stream(address: str, request: dict[str, Any], prefix: str) -> AsyncIterator[Peer]:
    async with httpx2.AsyncClient(base_url=f"http://{address}", timeout=10) as client:

        async def post(text: str) -> None:
            greeting = (await peer.answer(1))["connect"]
            posted = {"session": greeting["session"], "node": greeting["node"], "data": text}
            assert (await client.post("/emulation", json=posted)).status_code == 204

        async def read() -> None:
            async with client.stream(**request) as response:
                assert response.status_code == 200
                async for line in response.aiter_lines():
                    if line:
                        peer.take(line.removeprefix(prefix))
            peer.end(None)

        peer = Peer(post)
        reading = asyncio.create_task(read())
        yield peer
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


WIRES = {
    "shared frames, deflated": (OWN, websocket),
    "shared frames, plain": (OWN, plain_websocket),
    "any ASGI server": (FOREIGN, websocket),
    "server-sent events": (OWN, sse),
    "lines over HTTP": (OWN, http_stream),
}
Open = Callable[..., Any]


@pytest.fixture
def demo() -> Demo:
    return Demo()


@pytest.fixture(params=WIRES.values(), ids=WIRES)
async def wire(request: pytest.FixtureRequest, demo: Demo) -> AsyncIterator[Open]:
    ws, opened = request.param
    async with serving(demo.app, ws) as address:
        yield lambda hello=HELLO: opened(address, hello)


async def test_a_conversation_goes_both_ways(wire: Open) -> None:
    async with wire() as peer:
        assert (await peer.answer(1))["connect"]["ping"] == 25
        assert (await peer.answer(2))["subscribe"]["recoverable"] is True
        said = {"text": "Ελλάδα 한국 🙂", "long": "x" * 2000}
        publish = {"id": 3, "publish": {"channel": "room:1", "data": said}}
        await peer.send(json.dumps(publish) + '\n{"id":4,"ping":{}}')
        assert await peer.answer(3) == {"id": 3, "publish": {}}
        assert await peer.answer(4) == {"id": 4, "ping": {}}
        await peer.until(lambda: bool(peer.publications))
        assert peer.publications[0]["data"] == said
        assert peer.publications[0]["offset"] == 1


async def test_many_readers_get_the_same_in_order(wire: Open, demo: Demo) -> None:
    async with wire() as one, wire() as two, wire() as three:
        peers = [one, two, three]
        for peer in peers:
            await peer.answer(2)
        for number in range(200):
            await demo.write("room:1", {"n": number, "text": "x" * (number * 5)})
            if number % 20 == 0:
                await asyncio.sleep(0)
        for peer in peers:
            await peer.until(lambda peer=peer: len(peer.publications) >= 200)
            assert [pub["offset"] for pub in peer.publications] == list(range(1, 201))
            assert [pub["data"]["n"] for pub in peer.publications] == list(range(200))


async def test_a_wrong_token_ends_it_with_its_code(wire: Open) -> None:
    async with wire('{"id":1,"connect":{"token":"nonsense"}}') as peer:
        await peer.until(lambda: peer.code is not None)
        assert peer.code == CloseCode.INVALID_TOKEN


async def test_what_is_not_of_the_protocol_ends_it_with_its_code(wire: Open) -> None:
    async with wire() as peer:
        await peer.answer(2)
        await peer.send("nonsense")
        await peer.until(lambda: peer.code is not None)
        assert peer.code == CloseCode.BAD_REQUEST


async def test_a_client_that_goes_is_forgotten(wire: Open, demo: Demo) -> None:
    async with wire() as peer:
        await peer.answer(2)
        assert len(demo.server.hub.registry) == 1
    async with asyncio.timeout(10):
        while len(demo.server.hub.registry):  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0.005)
    assert demo.server._engine.heartbeat._slots[0] == {}


async def test_draining_sends_clients_to_another_process(wire: Open, demo: Demo) -> None:
    async with wire() as peer:
        await peer.answer(2)
        await demo.server.drain(0)
        await peer.until(lambda: peer.code is not None)
        assert peer.code == CloseCode.SHUTDOWN


async def test_stopping_the_server_sends_clients_to_another_process(demo: Demo) -> None:
    async with contextlib.AsyncExitStack() as clients:
        async with serving(demo.app) as address:
            peer = await clients.enter_async_context(websocket(address, HELLO))
            await peer.answer(2)
        await peer.until(lambda: peer.code is not None)
        assert peer.code == CloseCode.SHUTDOWN


async def test_frames_deflated_once_are_read_by_every_reader_with_our_window(demo: Demo) -> None:
    offers = [
        ClientPerMessageDeflateFactory(client_max_window_bits=True),
        ClientPerMessageDeflateFactory(server_max_window_bits=15),
        ClientPerMessageDeflateFactory(server_max_window_bits=9),
        ClientPerMessageDeflateFactory(server_no_context_takeover=True),
    ]
    async with serving(demo.app) as address:
        for offer in offers:
            async with websocket(address, HELLO, compression=None, extensions=[offer]) as peer:
                await peer.answer(2)
                before = len(peer.publications)
                for _ in range(3):
                    await demo.write("room:1", "x" * 1000 + "é" * 500)
                await peer.until(lambda peer=peer, n=before: len(peer.publications) == n + 3)


async def test_a_binary_frame_is_read_as_text(demo: Demo) -> None:
    for ws in (OWN, FOREIGN):
        async with serving(demo.app, ws) as address, websocket(address, HELLO) as peer:
            await peer.answer(2)
            await peer._send(b'{"id":3,"ping":{}}')
            await peer.answer(3)
            await peer._send(b"\xff")
            await peer.until(lambda peer=peer: peer.code is not None)
            assert peer.code == CloseCode.BAD_REQUEST


async def test_a_frame_may_come_in_fragments(demo: Demo) -> None:
    async with serving(demo.app) as address, websocket(address, HELLO) as peer:
        await peer.answer(2)
        await peer._send(['{"id":3,', '"ping":{}}'])
        await peer.answer(3)


async def test_a_frame_beyond_all_bounds_ends_it(demo: Demo) -> None:
    for ws in (OWN, FOREIGN):
        async with serving(demo.app, ws) as address, websocket(address, HELLO) as peer:
            await peer.answer(2)
            await peer.send(json.dumps({"id": 3, "rpc": {"data": "x" * 300_000}}))
            await peer.until(lambda peer=peer: peer.code is not None)
            assert peer.code in (1009, CloseCode.BAD_REQUEST)


WEBSOCKET_REQUEST = (
    "GET /connection/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
STREAM_REQUEST = (
    "POST /connection/http_stream HTTP/1.1\r\nHost: x\r\n"
    f"Content-Length: {len(HELLO)}\r\n\r\n{HELLO}"
)


def _masked(text: str) -> bytes:
    body = text.encode()
    assert len(body) < 126
    return bytes((0x81, 0x80 | len(body))) + bytes(4) + body


@pytest.mark.parametrize(
    ("request_", "first", "ws"),
    [
        (WEBSOCKET_REQUEST, _masked(HELLO), OWN),
        (WEBSOCKET_REQUEST, _masked(HELLO), FOREIGN),
        (STREAM_REQUEST, b"", OWN),
    ],
    ids=["shared frames", "any ASGI server", "lines over HTTP"],
)
async def test_who_does_not_read_is_read_to_from_the_log_when_it_does(
    request_: str, first: bytes, ws: str
) -> None:
    demo = Demo(Limits(slow_after=20, rate=1000, burst=1000))
    demo.log.keep = 10_000
    async with serving(demo.app, ws) as address, plain_websocket(address, HELLO) as fast:
        await fast.answer(2)
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=2**26)
        writer.write(request_.encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(first)
        await reader.readuntil(b'"publications":[]}}')
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        count = 0
        while not demo.server.hub.counters.lagged:
            count += 1
            await demo.write("room:1", {"n": count, "text": "x" * 20_000})
            await fast.until(lambda n=count: len(fast.publications) == n)
        for _ in range(50):
            count += 1
            await demo.write("room:1", {"n": count, "text": "x" * 20_000})
        await fast.until(lambda: len(fast.publications) == count)
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        offsets: list[int] = []
        async with asyncio.timeout(20):
            while offsets[-1:] != [count]:
                await reader.readuntil(b',"offset":')
                offsets.append(int((await reader.readuntil(b"}"))[:-1]))
        assert offsets == list(range(1, count + 1))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.parametrize(("ws", "opened"), WIRES.values(), ids=WIRES)
async def test_thousands_of_commands_in_one_frame_are_answered_and_hold_up_nobody(
    ws: str, opened: Open
) -> None:
    demo = Demo(Limits(rate=1, burst=20))
    flood = "\n".join(json.dumps({"id": number, "ping": {}}) for number in range(3, 2503))
    async with (
        serving(demo.app, ws) as address,
        opened(address, HELLO) as greedy,
        opened(address, HELLO) as other,
    ):
        await greedy.answer(2)
        await other.answer(2)
        await greedy.send(flood)
        await other.send('{"id":3,"ping":{}}')
        assert await other.answer(3) == {"id": 3, "ping": {}}
        last = await greedy.answer(2502)
        assert (last["error"]["code"], last["error"]["temporary"]) == (111, True)
        answers = [one for one in greedy.messages if one.get("id", 0) > 2]
        assert [one["id"] for one in answers] == list(range(3, 2503))
        assert sum("error" not in one for one in answers) <= 20
        await demo.write("room:1", "still here")
        for peer in (greedy, other):
            await peer.until(lambda peer=peer: bool(peer.publications))


@pytest.mark.parametrize("ws", [OWN, FOREIGN])
@pytest.mark.parametrize("half", [b"", b"\x81", _masked(HELLO)[:40], b"\x01" + _masked(HELLO)[1:]])
async def test_who_never_finishes_what_it_says_is_hung_up_on(ws: str, half: bytes) -> None:
    demo = Demo(Limits(connect_within=0.2))
    async with serving(demo.app, ws) as address:
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(WEBSOCKET_REQUEST.encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(half)
        goodbye = await asyncio.wait_for(reader.readexactly(4), 10)
        assert int.from_bytes(goodbye[2:], "big") == CloseCode.STALE
        assert len(demo.server._engine.callers) == 0
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_posted_commands_need_a_session_that_is_known(demo: Demo) -> None:
    async with (
        serving(demo.app) as address,
        httpx2.AsyncClient(base_url=f"http://{address}") as client,
    ):
        node = demo.server.hub.node
        gone = {"session": "x" * 32, "node": node, "data": "{}"}
        assert (await client.post("/emulation", json=gone)).status_code == 204
        elsewhere = gone | {"node": "0" * 32}
        assert (await client.post("/emulation", json=elsewhere)).status_code == 404
        for wrong in ({}, gone | {"node": "../all"}, gone | {"data": 1}):
            assert (await client.post("/emulation", json=wrong)).status_code == 400
        assert (await client.get("/connection/sse")).status_code == 400
        assert (await client.post("/connection/http_stream")).status_code == 400
        assert (await client.post("/connection/http_stream", content=b"\xff")).status_code == 400
