"""What every broker does; a new one is a line in `tests.services.brokers`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.crc import key_slot

from realtime.broker import Broker, BrokerUnavailable, Link, Message, open_broker
from realtime.broker.cluster import ClusterBroker
from tests.services.brokers import KINDS, URLS
from tests.services.redis import RedisServer
from tests.services.redis_groups import Cluster, Watched


@pytest.fixture(params=KINDS)
async def broker(request: pytest.FixtureRequest) -> AsyncIterator[Broker]:
    broker = await open_broker(URLS[request.param](request))
    yield broker
    await broker.aclose()


class Ear:
    """Keeps what a broker says."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.heard: list[Message | Link] = []
        self._news = asyncio.Event()

    async def run(self) -> None:
        async for heard in self._broker.messages():
            self.heard.append(heard)
            self._news.set()

    async def until(self, *wanted: Message | Link) -> None:
        async with asyncio.timeout(10):
            while not all(one in self.heard for one in wanted):
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(broker: Broker) -> AsyncIterator[Ear]:
    ear = Ear(broker)
    task = asyncio.create_task(ear.run())
    await asyncio.sleep(0)
    yield ear
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_subscriber_hears_its_channels_in_order_and_nothing_else(broker: Broker) -> None:
    async with listening(broker) as ear:
        await broker.subscribe("a")
        await broker.subscribe("a")
        said = [Message("b", "unheard"), Message("a", "1"), Message("a", "two\nlines é 中")]
        assert await broker.publish(said) == [0, 1, 1]
        await broker.publish([Message("a", "3")])
        await ear.until(Message("a", "3"))
        assert ear.heard == [*said[1:], Message("a", "3")]
        many = [Message(f"c{number % 7}", str(number)) for number in range(500)]
        for number in range(7):
            await broker.subscribe(f"c{number}")
        assert await broker.publish(many) == [1] * 500
        await ear.until(*many)
        for number in range(7):
            mine = [
                one for one in ear.heard if isinstance(one, Message) and one.channel == f"c{number}"
            ]
            assert mine == many[number::7]


async def test_what_is_no_longer_subscribed_to_is_not_heard(broker: Broker) -> None:
    async with listening(broker) as ear:
        await broker.subscribe("a")
        await broker.subscribe("b")
        await broker.unsubscribe("a")
        await broker.unsubscribe("never")
        await broker.publish([Message("a", "1"), Message("b", "2")])
        await ear.until(Message("b", "2"))
        assert ear.heard == [Message("b", "2")]
        await broker.subscribe("a")
        await broker.publish([Message("a", "3")])
        await ear.until(Message("a", "3"))


async def test_many_at_once_may_subscribe_to_one_channel(broker: Broker) -> None:
    async with listening(broker) as ear:
        await asyncio.gather(*(broker.subscribe(f"c{number % 5}") for number in range(50)))
        assert await broker.publish([Message("c0", "x")]) == [1]
        await ear.until(Message("c0", "x"))


async def test_closing_ends_the_messages(broker: Broker) -> None:
    ear = Ear(broker)
    task = asyncio.create_task(ear.run())
    await asyncio.sleep(0)
    await broker.subscribe("a")
    await broker.aclose()
    await broker.aclose()
    async with asyncio.timeout(5):
        await task
    assert ear.heard == []


async def test_an_address_that_nothing_serves_is_refused() -> None:
    with pytest.raises(ValueError, match="carrier"):
        await open_broker("carrier-pigeon://roof")


async def test_a_process_starts_without_the_broker_and_finds_it_when_it_is_there(
    private_redis: RedisServer,
) -> None:
    private_redis.kill()
    broker = await open_broker(private_redis.url)
    try:
        async with listening(broker) as ear:
            async with asyncio.timeout(1):
                await broker.subscribe("a")
            await ear.until(Link.LOST)
            with pytest.raises(BrokerUnavailable):
                await broker.publish([Message("a", "lost")])
            await asyncio.to_thread(private_redis.start)
            await ear.until(Link.BACK)
            await broker.publish([Message("a", "1")])
            await ear.until(Message("a", "1"))
            assert ear.heard == [Link.LOST, Link.BACK, Message("a", "1")]
    finally:
        await broker.aclose()


async def test_a_broken_line_is_told_and_comes_back(private_redis: RedisServer) -> None:
    broker = await open_broker(private_redis.url)
    other = await open_broker(private_redis.url)
    try:
        async with listening(broker) as ear:
            await broker.subscribe("a")
            private_redis.kill()
            await ear.until(Link.LOST)
            with pytest.raises(BrokerUnavailable):
                await broker.publish([Message("a", "lost")])
            await broker.subscribe("while away")
            await broker.unsubscribe("never")
            await asyncio.to_thread(private_redis.start)
            await ear.until(Link.BACK)
            await other.publish([Message("a", "1"), Message("while away", "2")])
            await ear.until(Message("a", "1"), Message("while away", "2"))
            assert ear.heard[:2] == [Link.LOST, Link.BACK]
    finally:
        await broker.aclose()
        await other.aclose()


async def test_what_is_subscribed_to_while_the_line_breaks_is_heard_in_the_end(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.broker.listener.CONFIRM_WITHIN", 0.01)
    broker = await open_broker(private_redis.url)
    names = [f"c{number}" for number in range(60)]
    try:
        async with listening(broker) as ear:

            async def come_and_go(mine: list[str]) -> None:
                for name in mine:
                    await broker.subscribe(name)
                    await broker.unsubscribe(name)
                    await broker.subscribe(name)

            for part in range(3):
                mine = names[part::3]
                coming = [asyncio.create_task(come_and_go(mine[start::4])) for start in range(4)]
                await asyncio.to_thread(private_redis.restart)
                await asyncio.gather(*coming)
                await ear.until(Link.BACK)
                ear.heard.clear()
            async with asyncio.timeout(10):
                said = [Message(name, "x") for name in names]
                while not all(await broker.publish(said)):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await ear.until(*said)
    finally:
        await broker.aclose()


async def test_a_silent_line_counts_as_broken(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.broker.listener.QUIET_FOR", 0.05)
    broker = await open_broker(private_redis.url)
    try:
        async with listening(broker) as ear:
            await broker.subscribe("a")
            private_redis.freeze()
            await ear.until(Link.LOST)
            private_redis.thaw()
            await ear.until(Link.BACK)
    finally:
        await broker.aclose()


async def test_the_channels_of_a_slot_that_moves_are_heard_on_the_other_node(
    redis_cluster: Cluster,
) -> None:
    broker, other = await open_broker(redis_cluster.url), await open_broker(redis_cluster.url)
    try:
        async with listening(broker) as ear:
            await broker.subscribe("a")
            await other.publish([Message("a", "1")])
            await ear.until(Message("a", "1"))
            for said in ("2", "3"):
                await asyncio.to_thread(redis_cluster.move, key_slot(_names(broker, "a")))
                await ear.until(Link.LOST, Link.BACK)
                ear.heard.clear()
                assert await other.publish([Message("a", said)]) == [1]
                await ear.until(Message("a", said))
    finally:
        await broker.aclose()
        await other.aclose()


def _names(broker: Broker, channel: str) -> bytes:
    assert isinstance(broker, ClusterBroker)
    return broker.name_of(channel).encode()


async def test_the_line_follows_a_master_that_fails_over(private_sentinel: Watched) -> None:
    broker, other = await open_broker(private_sentinel.url), await open_broker(private_sentinel.url)
    try:
        async with listening(broker) as ear:
            await broker.subscribe("a")
            await other.publish([Message("a", "1")])
            await ear.until(Message("a", "1"))
            private_sentinel.master.kill()
            await ear.until(Link.LOST, Link.BACK)
            async with asyncio.timeout(10):
                while not await _heard_by(other, Message("a", "2")):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            await ear.until(Message("a", "2"))
    finally:
        await broker.aclose()
        await other.aclose()


async def _heard_by(broker: Broker, said: Message) -> int:
    try:
        return sum(await broker.publish([said]))
    except BrokerUnavailable:
        return 0
