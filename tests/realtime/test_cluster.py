"""Several processes over one Redis, each with its own hub and connections, over one log."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Set
from contextlib import AsyncExitStack, asynccontextmanager

import httpx2
import pytest

from realtime.broker import open_broker
from realtime.log import MemoryLog
from realtime.presence import open_presence
from realtime.protocol.codes import CloseCode
from tests.realtime.harness import Stage, Talker, running, serving
from tests.services.redis import RedisServer

pytestmark = pytest.mark.services


@asynccontextmanager
async def started(url: str, count: int = 2) -> AsyncIterator[list[Stage]]:
    """The same, not yet sure of each other."""
    log = MemoryLog(keep=10_000)
    async with AsyncExitStack() as stack:
        stages = []
        for _ in range(count):
            broker = await open_broker(url)
            stack.push_async_callback(broker.aclose)
            presence = open_presence(url)
            stack.push_async_callback(presence.aclose)
            stage = Stage(log=log, broker=broker, presence=presence)
            await stack.enter_async_context(running(stage.server))
            stages.append(stage)
        yield stages


@asynccontextmanager
async def processes(url: str, count: int = 2) -> AsyncIterator[list[Stage]]:
    """Stages that share a log and a broker, as processes share a database and a Redis."""
    async with started(url, count) as stages:
        # A process that is not heard of yet cannot be told anything.
        for stage in stages:
            for other in stages:
                asked = (other.hub.node, "x" * 32, "{}")
                await until_true(lambda stage=stage, asked=asked: stage.hub.emulate(*asked))
        yield stages


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not seen():  # noqa: ASYNC110 (what is elsewhere tells nobody here)
            await asyncio.sleep(0.002)


async def until_true(ask: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not await ask():  # type: ignore[misc]  # noqa: ASYNC110
            await asyncio.sleep(0.002)


@pytest.fixture
def no_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing but the broker bring the news."""
    monkeypatch.setattr("realtime.hub.SWEEP_EVERY", 3600)


async def test_every_subscriber_of_every_process_gets_everything_once(
    redis_url: str, no_sweep: None
) -> None:
    async with processes(redis_url, 3) as stages:
        talkers = [await stage.connected() for stage in stages for _ in range(3)]
        for talker in talkers:
            await talker.subscribe()
        for number in range(300):
            await stages[number % 3].write("hall:1", number)
            if number % 7 == 0:
                await asyncio.sleep(0)
        for talker in talkers:
            await talker.until_offset(300)
            assert talker.offsets() == list(range(1, 301))


async def test_announcements_are_heard_in_processes_without_subscribers(
    redis_url: str, no_sweep: None
) -> None:
    async with processes(redis_url) as (here, there):
        heard: list[tuple[str, int]] = []
        there.hub.on_announce(lambda channel, offset, _: heard.append((channel, offset)))
        await here.write("hall:1", 1)
        await here.write("hall:2", 1)
        await until(lambda: len(heard) == 2)
        assert heard == [("hall:1", 1), ("hall:2", 1)]


async def test_what_has_no_number_travels_too(redis_url: str, no_sweep: None) -> None:
    async with processes(redis_url) as (here, there):
        ada, bob = await here.connected("ada"), await there.connected("bob")
        await ada.subscribe()
        await bob.subscribe()
        await ada.wire.until(lambda: sum("join" in push for push in ada.pushes) == 2)
        await here.hub.publish("hall:1", '"typing"')
        for talker in (ada, bob):
            await talker.wire.until(
                lambda talker=talker: talker.pushes[-1].get("pub") == {"data": "typing"}
            )
        present = (await ada.ask("presence", {"channel": "hall:1"}))["presence"]
        assert {one["user"] for one in present.values()} == {"ada", "bob"}
        bob.connection.lost()
        await ada.wire.until(lambda: "leave" in ada.pushes[-1])
        stats = await ada.ask("presence_stats", {"channel": "hall:1"})
        assert stats == {"num_clients": 1, "num_users": 1}


async def pick(heard: Set[str], wanted: str) -> Set[str]:
    return heard & {wanted}


async def test_users_are_reached_wherever_they_are(redis_url: str) -> None:
    async with processes(redis_url) as (here, there):
        ada, bob = await there.connected("ada"), await there.connected("bob")
        await here.hub.subscribe("ada", "hall:9")
        await ada.wire.until(lambda: any("subscribe" in push for push in ada.pushes))
        await here.hub.tell("ada", '"hello"')
        await ada.wire.until(lambda: {"message": {"data": "hello"}} in ada.pushes)
        await bob.subscribe()
        await here.hub.unsubscribe(None, "hall:1")
        await bob.wire.until(lambda: any("unsubscribe" in push for push in bob.pushes))
        await bob.subscribe("hall:2")
        there.hub.on_review(lambda about, heard: pick(heard, about))
        await here.hub.review("hall:2")
        await bob.wire.until(
            lambda: any(
                push.get("channel") == "hall:2" for push in bob.pushes if "unsubscribe" in push
            )
        )
        await here.hub.disconnect("ada")
        await ada.wire.until(lambda: ada.wire.closed is not None)
        assert ada.wire.closed is CloseCode.FORCED
        assert bob.wire.closed is None


async def test_without_redis_news_arrive_by_the_sweep_and_nothing_is_lost(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("realtime.hub.SWEEP_EVERY", 0.02)
    monkeypatch.setattr("realtime.line.RETRY_AFTER", 0.02)
    caplog.set_level(logging.WARNING)
    async with processes(private_redis.url) as (here, there):
        gaps: list[str] = []
        there.hub.on_gap(lambda: gaps.append("there"))
        ada = await there.connected("ada")
        await ada.subscribe()
        private_redis.kill()
        await here.write("hall:1", 1)
        await ada.until_offset(1)
        await until(lambda: here.hub.degraded and there.hub.degraded)
        bob = await there.connected("bob")
        assert (await bob.subscribe("hall:2"))["offset"] == 0
        await here.write("hall:2", 1)
        await bob.until_offset(1, "hall:2")
        await here.hub.disconnect("bob")
        assert here.hub.counters.untold > 0
        await asyncio.to_thread(private_redis.start)
        # A suspension is told however long it takes; a cache learns that it may be out of date.
        await bob.wire.until(lambda: bob.wire.closed is not None)
        assert bob.wire.closed is CloseCode.FORCED
        await until(lambda: not here.hub.degraded and not there.hub.degraded)
        await until(lambda: bool(gaps))
        await here.write("hall:1", 2)
        await ada.until_offset(2)
        assert ada.offsets() == [1, 2]


async def test_processes_that_start_without_redis_work_at_once_and_meet_when_it_is_there(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.hub.SWEEP_EVERY", 3600)
    monkeypatch.setattr("realtime.line.RETRY_AFTER", 0.02)
    monkeypatch.setattr("realtime.attendance.RETRY_AFTER", 0.02)
    private_redis.kill()
    async with started(private_redis.url) as (here, there):
        gaps: list[str] = []
        here.hub.on_gap(lambda: gaps.append("here"))
        there.hub.on_gap(lambda: gaps.append("there"))
        ada, bob = await here.connected("ada"), await there.connected("bob")
        async with asyncio.timeout(2):
            await ada.subscribe()
            await bob.subscribe()
            await until(lambda: here.hub.degraded and there.hub.degraded)
            await here.write("hall:1", 1)
            await ada.until_offset(1)
        assert bob.offsets() == []
        await asyncio.to_thread(private_redis.start)
        await bob.until_offset(1)  # missed, and read from the log as soon as there is a line
        await until(lambda: not here.hub.degraded and not there.hub.degraded)
        assert {"here", "there"} <= set(gaps)
        await here.write("hall:1", 2)
        await bob.until_offset(2)
        assert ada.offsets() == bob.offsets() == [1, 2]
        await until_here(ada, {"ada", "bob"})


async def test_a_redis_that_comes_back_without_its_memory_is_told_who_is_here(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.attendance.CONFIRM_EVERY", 3600)
    async with processes(private_redis.url) as (here, there):
        ada, bob = await here.connected("ada"), await there.connected("bob")
        await ada.subscribe()
        await bob.subscribe()
        await until_here(ada, {"ada", "bob"})
        await asyncio.to_thread(private_redis.restart)
        await until_here(ada, {"ada", "bob"})


async def until_here(talker: Talker, users: set[str]) -> None:
    async with asyncio.timeout(10):
        while True:
            answer = await talker.ask("presence", {"channel": "hall:1"})
            if {one["user"] for one in answer.get("presence", {}).values()} == users:
                return
            await asyncio.sleep(0.02)


async def test_what_is_not_ours_on_the_broker_is_passed_over(
    redis_url: str, no_sweep: None, caplog: pytest.LogCaptureFixture
) -> None:
    async with processes(redis_url) as (here, there):
        ada = await there.connected("ada")
        await ada.subscribe()
        broker = here.hub._line._broker
        from realtime.broker import Message

        await broker.publish([Message("all", "nonsense"), Message("channel:hall:1", "[]")])
        await here.write("hall:1", 1)
        await ada.until_offset(1)
        assert "passed over on the broker: nonsense" in caplog.text


async def test_commands_are_posted_to_whichever_process_answers(redis_url: str) -> None:
    from starlette.applications import Starlette

    async with processes(redis_url) as (here, there):
        apps = [Starlette(routes=stage.server.routes) for stage in (here, there)]
        async with (
            serving(apps[0], lifespan="off") as one,
            serving(apps[1], lifespan="off") as other,
            httpx2.AsyncClient(timeout=10) as client,
            client.stream(
                "POST", f"http://{one}/connection/http_stream", content='{"id":1,"connect":{}}'
            ) as response,
        ):
            lines = response.aiter_lines()
            greeting = json.loads(await anext(lines))["connect"]
            assert greeting["node"] == here.hub.node
            posted = {name: greeting[name] for name in ("session", "node")}
            posted["data"] = '{"id":2,"rpc":{"method":"hall.x","data":1}}'
            accepted = await client.post(f"http://{other}/emulation", json=posted)
            assert accepted.status_code == 204
            assert json.loads(await anext(lines))["rpc"]["data"]["data"] == 1
            posted["node"] = "0" * 32
            nowhere = await client.post(f"http://{other}/emulation", json=posted)
            assert nowhere.status_code == 404
