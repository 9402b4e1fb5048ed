"""The published client for browsers, `centrifuge`, as a real peer under Node, over every wire.

The server is a process of its own. The client for Python (`test_peers.py`) knows the WebSocket
only.
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from joserfc import jwt

from realtime.demo import _KEY
from tests.realtime.test_peers import token

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "forum" / "static" / "vendor" / "centrifuge.js"
TRANSPORTS = {"websocket": 21, "http_stream": 18, "sse": 18}
"""With the version of Node from which it has what the transport needs."""

CUT = b"CUT"


def _node() -> tuple[str, int]:
    found = shutil.which("node")
    if found is None:
        pytest.skip("no Node here to run the JavaScript client with")
    version = subprocess.run([found, "--version"], check=True, capture_output=True, text=True)
    major = re.match(r"v(\d+)", version.stdout)
    return found, int(major.group(1)) if major else 0


class Cutter:
    """Passes connections on to a server, and breaks them all when one begins with `CUT`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[asyncio.StreamWriter] = set()

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        first = await reader.read(65536)
        if first.startswith(CUT):
            for one in self._open:
                one.transport.abort()
            return
        there_reader, there = await asyncio.open_connection("127.0.0.1", self._port)
        there.write(first)
        self._open.add(there)
        with suppress(ConnectionError):
            await asyncio.gather(self._copy(reader, there), self._copy(there_reader, writer))

    async def _copy(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                to.write(data)
                await to.drain()
        finally:
            to.close()
            self._open.discard(to)


@asynccontextmanager
async def demonstration(port: int) -> AsyncIterator[str]:
    """`python -m realtime.demo`, behind a `Cutter`; gives the address of that."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "realtime.demo", "--port", str(port)
    )
    try:
        async with asyncio.timeout(30):
            while not await _listens(port):  # noqa: ASYNC110 (another process tells nobody)
                await asyncio.sleep(0.05)
        server = await asyncio.start_server(Cutter(port).pass_on, "127.0.0.1", 0)
        async with server:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == -15
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def tokens() -> dict[str, str]:
    """What `peer.mjs` is given."""
    foreign = type(_KEY).import_key("x" * 32)
    server = {"channels": ["room:server"]}
    return {
        "ada": token("ada", seconds=2, **server),
        "later": token("ada", **server),
        "wrong": jwt.encode({"alg": "HS256"}, {"sub": "ada"}, foreign),
        "room": token("ada", channel="room:token", seconds=2),
        "roomLater": token("ada", channel="room:token"),
    }


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_it_does_everything_over_every_wire(transport: str, free_port: int) -> None:
    node, version = _node()
    command = [node, str(Path(__file__).with_name("peer.mjs")), str(CLIENT)]
    if version == 20:
        command.insert(1, "--experimental-websocket")
    elif version < TRANSPORTS[transport]:
        pytest.skip(f"Node {version} has no {transport}")
    async with demonstration(free_port) as address:
        process = await asyncio.create_subprocess_exec(
            *command,
            address,
            transport,
            json.dumps(tokens()),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, errors.decode()
    assert json.loads(output) == {
        "answer": {"n": 1},
        "present": ["", "ada"],
        "stats": [2, 2],
        "comings": [["", "ada"], [""]],
        "offsets": [1, 2, 3, 4, 5],
        "recovered": [[False, False], [True, True], [True, True]],
        "anew": [[False, False], [True, False], [True, True]],
        "history": [5, 4],
        "since": [2, 3],
        "lost": 112,
        "byServer": [["room:server", "hello"], ["room:server", "again"]],
        "renewed": ["connected", "subscribed"],
        "wrong": 3500,
    }
