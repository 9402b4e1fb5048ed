"""Processes begin, and work, without Redis; and find each other when it is there."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from forum.accounts import passwords
from forum.runtime import Runtime
from tests import factories
from tests.client import find_form
from tests.faults.reader import Reader
from tests.processes import ServeProcess
from tests.services.databases import PostgresDatabases
from tests.services.redis import RedisServer, empty

PASSWORD = "correct horse battery"  # noqa: S105
AWAY, BACK = {"database": "ok", "broker": "degraded"}, {"database": "ok", "broker": "ok"}


@pytest.fixture
def url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.fresh(factories.prepared) as url:
        yield url


@pytest.fixture
def pair(url: str, private_redis: RedisServer, tmp_path: Path) -> Iterator[Sequence[ServeProcess]]:
    """Two processes that were started while there was no Redis."""
    private_redis.kill()
    env = {
        "FORUM_DATABASE": url,
        "FORUM_BROKER": private_redis.url,
        "FORUM_DATA": str(tmp_path),
        "FORUM_SECRET": "x" * 32,
        "FORUM_RATE_LIMITS": "false",
    }
    with ExitStack() as stack:
        yield [stack.enter_context(ServeProcess(env, folder=tmp_path)) for _ in range(2)]


async def test_a_forum_starts_without_redis_and_finds_it_later(
    pair: Sequence[ServeProcess], url: str, private_redis: RedisServer, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        runtime = (await stack.enter_async_context(factories.product(url, tmp_path))).runtime
        hashed = await passwords.hashed(PASSWORD)
        ada = await factories.member(runtime, "ada", password_hash=hashed)
        await factories.space(runtime)
        topic = await factories.topic(runtime, ada)
        channel = f"topic:{topic}"
        people = [await stack.enter_async_context(_signed_in(one.url)) for one in pair]
        readers = [Reader([one.url], [channel], random.Random(1)) for one in pair]
        for one in readers:
            await stack.enter_async_context(_running(one))
        await _all_hear(runtime, readers)
        for person in people:
            assert await _ready(person) == AWAY
            await _reply(person, topic)
            await _all_hear(runtime, readers)
        await asyncio.to_thread(private_redis.start)
        for person in people:
            await _until(lambda person=person: _ready(person), BACK)
        await _reply(people[0], topic)
        await _all_hear(runtime, readers)
        await asyncio.to_thread(empty, private_redis.url)
        await _reply(people[1], topic)
        await _all_hear(runtime, readers)
        for one in readers:
            heard = one.heard[channel]
            assert (heard.wrong, len(heard.texts)) == ([], 4)
            assert one.connections == 1


@asynccontextmanager
async def _signed_in(url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=url, timeout=20) as client:
        form = find_form((await client.get("/sign-in")).text, "/sign-in")
        said = form.fields | {"email": "ada@example.org", "password": PASSWORD}
        answer = await client.post("/sign-in", data=said, headers={"origin": url})
        assert answer.status_code == 303, answer.text
        yield client


async def _reply(person: httpx2.AsyncClient, topic: int) -> None:
    page = (await person.get(f"/t/{topic}/open-courses")).text
    form = find_form(page, f"/t/{topic}/reply")
    said = form.fields | {"body": "I agree."}
    answer = await person.post(form.action, data=said)
    assert answer.status_code == 303, answer.text


async def _ready(person: httpx2.AsyncClient) -> dict[str, str]:
    answer = await person.get("/readyz")
    assert answer.status_code == 200
    found: dict[str, str] = answer.json()
    return found


async def _until(ask: Callable[[], Awaitable[object]], wanted: object) -> None:
    async with asyncio.timeout(20):
        while await ask() != wanted:  # noqa: ASYNC110 (another process tells nobody)
            await asyncio.sleep(0.05)


async def _all_hear(runtime: Runtime, readers: Sequence[Reader]) -> None:
    """Return when every reader has heard all that the log holds."""
    (channel,) = readers[0].heard
    heads = await runtime.log.heads([channel])
    async with asyncio.timeout(20):
        for one in readers:
            await one.reach({channel: heads[channel][0]})


@asynccontextmanager
async def _running(reader: Reader) -> AsyncIterator[None]:
    task = asyncio.create_task(reader.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
