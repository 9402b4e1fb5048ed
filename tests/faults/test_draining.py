"""A process of channels that is told to end lets its clients go first, on every wire."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from realtime.protocol.codes import CloseCode
from tests import factories
from tests.processes import ServeProcess
from tests.services.databases import SqliteDatabases

HELLO = '{"id":1,"connect":{}}'
CROWD = 30


@pytest.fixture
def channels(sqlite_databases: SqliteDatabases, tmp_path: Path) -> Iterator[ServeProcess]:
    """`forum realtime`."""
    with sqlite_databases.fresh(factories.prepared) as url:
        env = {"FORUM_DATABASE": url, "FORUM_DATA": str(tmp_path)}
        with ServeProcess(env, folder=tmp_path, command="realtime") as process:
            yield process


async def test_everybody_is_told_to_come_back_within_a_while_and_nobody_is_let_in(
    channels: ServeProcess,
) -> None:
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        crowd = [await _socket(stack, channels.url) for _ in range(CROWD)]
        streams = [
            await stack.enter_async_context(_stream(channels.url, wire)) for wire in WIRES.values()
        ]
        began = loop.time()
        ending = asyncio.create_task(asyncio.to_thread(channels.stop, seconds=10))
        ends = await asyncio.gather(*(_told_by_socket(one) for one in crowd))
        told = [await _told_by_stream(one) for one in streams]
        assert await ending == 0
        assert loop.time() - began < 10
    codes = [code for code, _ in ends] + told
    assert codes == [CloseCode.SHUTDOWN] * (CROWD + len(WIRES))
    moments = [moment for _, moment in ends]
    assert max(moments) - min(moments) > 0.5  # a crowd does not come back as one
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{channels.url}/healthz")


async def _socket(stack: AsyncExitStack, url: str) -> ClientConnection:
    socket = await stack.enter_async_context(
        connect(url.replace("http", "ws", 1) + "/connection/websocket", proxy=None)
    )
    await socket.send(HELLO)
    await socket.recv()
    return socket


async def _told_by_socket(socket: ClientConnection) -> tuple[int, float]:
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd
    return closed.value.rcvd.code, asyncio.get_running_loop().time()


WIRES = {
    "sse": {"method": "GET", "url": "/connection/sse", "params": {"cf_connect": HELLO}},
    "http_stream": {"method": "POST", "url": "/connection/http_stream", "content": HELLO},
}


@asynccontextmanager
async def _stream(url: str, request: dict[str, object]) -> AsyncIterator[AsyncIterator[str]]:
    async with (
        httpx2.AsyncClient(base_url=url, timeout=20) as client,
        client.stream(**request) as response,  # type: ignore[arg-type]
    ):
        lines = response.aiter_lines()
        assert "connect" in await anext(lines)
        yield lines


async def _told_by_stream(lines: AsyncIterator[str]) -> int:
    told = [json.loads(line.removeprefix("data: ")) async for line in lines if line.strip()]
    code: int = told[-1]["push"]["disconnect"]["code"]
    return code
