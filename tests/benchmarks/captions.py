"""How soon a caption is read in five languages, with an engine that answers at once."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import uvloop
from httpx2 import AsyncClient
from websockets.asyncio.client import ClientConnection, connect

from forum.app import open_product
from forum.core.actor import Actor
from forum.core.ids import MemberId, SessionId
from forum.live.parts import Part
from forum.live.sessions.states import SessionState
from forum.settings import Settings
from tests import factories
from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.data.keys import Keys, let_in
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.listeners import WEBSOCKET
from tests.benchmarks.measure import Figure, Finding, at_most
from tests.benchmarks.servers import SECRET, Server

INTO = ("de", "vi", "ur", "th", "zh-Hans")
PROMPT = at_most(150)
A_SECOND = 2
"""Captions that are posted in a second."""
_TAIL = 2.0
"""Seconds that the last translations are waited for."""


class CaptionsUnheard(Exception):
    """Not every listener was sent every translation; the message says how many came."""


def measure(bench: Bench) -> Iterator[Finding]:
    """Captions to listeners over WebSockets in five languages; 95 of 100 come sooner."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    folder = bench.room(f"{store.name}-captions")
    with store.copy(bench.sizes.posts[0]) as url:
        keys, session = let_in(url), uvloop.run(_session(url, folder))
        more = {"FORUM_TRANSLATORS": "pseudo"}
        with servers.forum(url, folder, more=more) as server:
            room = _Room(server, keys, session)
            began = server.cpu
            waits = sorted(uvloop.run(room.measure(bench)))
            spent = server.cpu - began
    half, most = waits[len(waits) // 2], waits[len(waits) * 95 // 100]
    name = f"{store.name}: caption to {bench.sizes.readers} listeners, {len(INTO)} languages"
    yield Figure(name, most, "ms", target=PROMPT, more={"half": half, "slowest": waits[-1]})
    yield Figure(f"{name}, cost", spent * 1000 / _many(bench), "ms/caption")


def _many(bench: Bench) -> int:
    return max(4, round(bench.sizes.seconds * bench.sizes.rounds * A_SECOND))


async def _session(url: str, folder: object) -> SessionId:
    """A session under way, in which the first member writes captions."""
    now, who = datetime.now(UTC), Actor(MemberId(1), "member1", "Member 1")
    more = {"starts_at": now, "ends_at": now + timedelta(hours=1), "languages": ["en", *INTO]}
    settings = Settings(database=url, data=folder, secret=SECRET)  # type: ignore[arg-type]
    async with open_product(settings) as product:
        runtime = product.runtime
        session = await factories.live_session(runtime, who, state=SessionState.IN_SESSION, **more)
        await factories.participant(runtime, session, who, Part.CAPTIONER)
    return session


class _Room:
    """The session as its captioner and its listeners see it."""

    def __init__(self, server: Server, keys: Keys, session: SessionId) -> None:
        self._url = f"http://127.0.0.1:{server.port}"
        self._socket = f"ws://127.0.0.1:{server.port}{WEBSOCKET}"
        self._headers = {"authorization": keys.authorization}
        self._session = session
        self._sent: dict[int, float] = {}
        self._heard: list[tuple[int, float]] = []

    async def measure(self, bench: Bench) -> Sequence[float]:
        """The ms from posting a caption to its translation at a listener, for each of both."""
        count = bench.sizes.readers // len(INTO)
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(AsyncClient(base_url=self._url))
            for language in INTO:
                await http.get(
                    f"/api/v1/sessions/{self._session}/captions?lang={language}",
                    headers=self._headers,
                )
            tasks = [
                asyncio.create_task(self._hear(await self._join(stack, language)))
                for language in INTO
                for _ in range(count)
            ]
            for number in range(_many(bench)):
                await self._post(http, number)
                await asyncio.sleep(1 / A_SECOND)
            await asyncio.sleep(_TAIL)
            for task in tasks:
                task.cancel()
        if len(self._heard) != len(self._sent) * len(tasks):
            raise CaptionsUnheard(f"{len(self._heard)} of {len(self._sent)} x {len(tasks)}")
        return [(at - self._sent[caption]) * 1000 for caption, at in self._heard]

    async def _join(self, stack: AsyncExitStack, language: str) -> ClientConnection:
        found = await stack.enter_async_context(connect(self._socket, max_queue=None))
        channel = {"channel": f"session:{self._session}:{language}"}
        await found.send('{"id":1,"connect":{}}\n' + json.dumps({"id": 2, "subscribe": channel}))
        while '"subscribe"' not in str(await found.recv()):
            pass
        return found

    async def _hear(self, connection: ClientConnection) -> None:
        async for frame in connection:
            now = time.monotonic()
            for line in str(frame).splitlines():
                data = json.loads(line).get("push", {}).get("pub", {}).get("data", {})
                if data.get("event") == "caption.text" and data["translation"]:
                    self._heard.append((data["id"], now))

    async def _post(self, http: AsyncClient, number: int) -> None:
        text = f"The delegation thanks the chair for sentence number {number} of this morning."
        body = {"key": str(number), "text": text, "language": "en"}
        began = time.monotonic()
        path = f"/api/v1/sessions/{self._session}/captions"
        answer = await http.post(path, json=body, headers=self._headers)
        self._sent[answer.raise_for_status().json()["id"]] = began
