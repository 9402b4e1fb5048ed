"""Clients of two processes while sockets are cut and Redis is killed, emptied and frozen.

Each client ends with the same list of offsets, or was told to load the state anew: nothing
acknowledged is missing, nothing comes twice, and there is one order.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.realtime.harness import Stage, serving
from tests.realtime.test_cluster import processes
from tests.services.redis import RedisServer

pytestmark = pytest.mark.services

CLIENTS, FAULTS, WRITES = 200, 24, 600


class Follower:
    """The smallest client that recovers: it keeps its position and comes back after every cut."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._socket: ClientConnection | None = None
        self.offsets: list[int] = []
        self.position: dict[str, Any] = {}
        self.came = 0

    async def follow(self) -> None:
        while True:
            try:
                async with connect(self._url, compression=None) as self._socket:
                    await self._listen(self._socket)
            except (ConnectionClosed, OSError, TimeoutError):
                await asyncio.sleep(random.uniform(0.005, 0.05))

    async def _listen(self, socket: ClientConnection) -> None:
        subscribe = {"channel": "hall:1", **self.position}
        commands = [{"id": 1, "connect": {}}, {"id": 2, "subscribe": subscribe}]
        await socket.send("\n".join(map(json.dumps, commands)))
        while True:
            for line in str(await socket.recv()).split("\n"):
                message = json.loads(line)
                if "subscribe" in message:
                    self._begin(message["subscribe"])
                elif pub := message.get("push", {}).get("pub"):
                    self._take(pub["offset"])
                elif "unsubscribe" in message.get("push", {}):
                    await socket.send(json.dumps({"id": 3, "subscribe": self._ask()}))

    def _ask(self) -> dict[str, Any]:
        return {"channel": "hall:1", **self.position}

    def _begin(self, answer: dict[str, Any]) -> None:
        self.came += 1
        self.position = {"recover": True, "epoch": answer["epoch"], "offset": answer["offset"]}
        if answer.get("recovered"):
            self.offsets += [pub["offset"] for pub in answer["publications"]]
        else:  # it loads the state, which holds everything up to here
            self.offsets = list(range(1, answer["offset"] + 1))

    def _take(self, offset: int) -> None:
        self.offsets.append(offset)
        self.position["offset"] = offset

    def cut(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()


async def test_nothing_is_missed_and_nothing_comes_twice(private_redis: RedisServer) -> None:
    chance = random.Random(7)
    async with processes(private_redis.url) as stages:
        apps = [Starlette(routes=stage.server.routes) for stage in stages]
        async with serving(apps[0], lifespan="off") as one, serving(apps[1], lifespan="off") as two:
            addresses = [f"ws://{address}/connection/websocket" for address in (one, two)]
            followers = [Follower(addresses[number % 2]) for number in range(CLIENTS)]
            following = [asyncio.create_task(one.follow()) for one in followers]
            await _until(lambda: all(one.came for one in followers))
            await asyncio.gather(_write(stages), _break(chance, followers, private_redis))
            wanted = list(range(1, WRITES + 1))
            await _until(lambda: all(one.offsets == wanted for one in followers))
            for task in following:
                task.cancel()
            await asyncio.gather(*following, return_exceptions=True)
    assert sum(one.came for one in followers) > CLIENTS + FAULTS


async def _write(stages: list[Stage]) -> None:
    for number in range(WRITES):
        await stages[number % 2].write("hall:1", number)
        await asyncio.sleep(0.005)


async def _break(chance: random.Random, followers: list[Follower], server: RedisServer) -> None:
    async def cut() -> None:
        for follower in chance.sample(followers, CLIENTS // 10):
            follower.cut()

    async def kill() -> None:
        await asyncio.to_thread(server.restart)

    async def flush() -> None:
        async with Redis.from_url(server.url) as client:
            await client.flushall()

    async def freeze() -> None:
        server.freeze()
        await asyncio.sleep(0.1)
        server.thaw()

    kinds: list[Callable[[], Awaitable[None]]] = [cut, kill, flush, freeze, cut, cut]
    for number in range(FAULTS):
        await kinds[number % len(kinds)]()
        await asyncio.sleep(0.05)


async def _until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not seen():  # noqa: ASYNC110 (many sockets, no one to tell)
            await asyncio.sleep(0.02)
