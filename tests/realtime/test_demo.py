"""The demonstration server, as its readers are told to use it."""

import asyncio
import json
import sys

import httpx2
from websockets.asyncio.client import connect

from realtime.demo import Demo
from tests.realtime.harness import serving


async def test_publications_are_posted_by_http() -> None:
    demo = Demo()
    async with (
        serving(demo.app) as address,
        connect(f"ws://{address}/connection/websocket") as socket,
        httpx2.AsyncClient(base_url=f"http://{address}") as client,
    ):
        await socket.send('{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"news"}}')
        assert '"subscribe"' in str(await socket.recv())
        posted = await client.post("/api/publish", json={"channel": "news", "data": {"n": 1}})
        assert posted.json() == {"offset": 1, "epoch": demo.log.epoch}
        push = {"push": {}}
        while "pub" not in push["push"]:
            push = json.loads(str(await socket.recv()))
        assert push["push"] == {"channel": "news", "pub": {"data": {"n": 1}, "offset": 1}}
        for wrong in ({}, {"channel": "", "data": 1}, {"channel": "a"}, [1]):
            assert (await client.post("/api/publish", json=wrong)).status_code == 400
        assert (await client.post("/api/publish", content=b"\xff")).status_code == 400
        big = await client.post("/api/publish", content=b"x" * (2 << 20))
        assert big.status_code == 413


async def test_it_runs_as_a_command_and_stops_when_told(free_port: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "realtime.demo", "--port", str(free_port)
    )
    try:
        async with asyncio.timeout(20):
            while True:
                try:
                    socket = await connect(f"ws://127.0.0.1:{free_port}/connection/websocket")
                    break
                except OSError:
                    await asyncio.sleep(0.05)
        await socket.send('{"id":1,"connect":{}}')
        await socket.recv()
        process.terminate()
        await asyncio.wait_for(process.wait(), 10)
        await socket.wait_closed()
        assert socket.close_code == 3001
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
