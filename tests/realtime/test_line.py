"""What a process tells the others while it cannot reach them."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from realtime import bulletin
from realtime.broker import BrokerUnavailable, Link, Message
from realtime.bulletin import Advanced, Again, Bulletin, Disconnect, Emulate, Missed
from realtime.counters import Counters
from realtime.line import Line


class Wireless:
    """A broker that can be switched off."""

    alone = False

    def __init__(self) -> None:
        self.away = False
        self.sent: list[Message] = []
        self.heard: asyncio.Queue[Message | Link] = asyncio.Queue()

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        if self.away:
            raise BrokerUnavailable("off")
        self.sent += messages
        return [1] * len(messages)

    async def subscribe(self, channel: str) -> None: ...

    async def unsubscribe(self, channel: str) -> None: ...

    async def messages(self) -> AsyncIterator[Message | Link]:
        while True:
            yield await self.heard.get()

    async def aclose(self) -> None: ...

    def told(self) -> list[Bulletin]:
        return [bulletin.decode(message.text)[1] for message in self.sent]


class World:
    def __init__(self) -> None:
        self.broker, self.counters = Wireless(), Counters()
        self.heard: list[Bulletin] = []
        self.gaps = 0
        self.line = Line(self.broker, self.counters, hear=self.heard.append, gap=self._gap)

    def _gap(self) -> None:
        self.gaps += 1

    def say(self, said: Bulletin, node: str = "other") -> None:
        text = bulletin.encode(node, said)
        self.broker.heard.put_nowait(Message(bulletin.EVERYBODY, text))


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr("realtime.line.RETRY_AFTER", 0.001)
    world = World()
    running = asyncio.create_task(world.line.run())
    await asyncio.sleep(0)
    yield world
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def pause() -> None:
    await asyncio.sleep(0.01)


async def test_what_is_told_is_sent_in_order_and_together(world: World) -> None:
    told = [Advanced("a", number) for number in range(1000)]
    for said in told:
        world.line.tell(bulletin.EVERYBODY, said)
    await pause()
    assert world.broker.told() == told


async def test_orders_wait_for_the_broker_and_the_rest_is_admitted_to_be_missed(
    world: World,
) -> None:
    world.broker.away = True
    world.line.tell(bulletin.EVERYBODY, Advanced("a", 1))
    world.line.tell(bulletin.EVERYBODY, Disconnect("ada", 3503))
    await pause()
    assert world.line.degraded
    assert not await world.line.tell_node("n", Emulate("s", "{}"))
    world.broker.away = False
    await pause()
    assert not world.line.degraded
    assert world.broker.told() == [Missed(), Disconnect("ada", 3503)]
    assert world.counters.untold == 1


async def test_a_queue_that_is_full_loses_what_the_log_knows_and_keeps_orders(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.line._WAITING", 2)
    for said in (Advanced("a", 1), Advanced("a", 2), Advanced("a", 3), Disconnect("ada", 3503)):
        world.line.tell(bulletin.EVERYBODY, said)
    await pause()
    assert world.broker.told() == [
        Missed(),
        Advanced("a", 1),
        Advanced("a", 2),
        Disconnect("ada", 3503),
    ]
    assert world.counters.untold == 1


async def test_orders_are_told_again_to_who_was_deaf(world: World) -> None:
    world.line.tell(bulletin.EVERYBODY, Disconnect("ada", 3503))
    world.line.tell(bulletin.EVERYBODY, Advanced("a", 1))
    await pause()
    world.broker.sent.clear()
    world.say(Again(0))
    await pause()
    assert world.broker.sent == []
    world.say(Again(60))
    await pause()
    assert world.broker.told() == [Disconnect("ada", 3503)]
    assert world.broker.sent[0].channel == bulletin.node_of("other")
    assert world.heard == []


async def test_who_was_deaf_asks_and_checks_everything(world: World) -> None:
    world.broker.heard.put_nowait(Link.LOST)
    await pause()
    assert world.line.degraded
    world.broker.heard.put_nowait(Link.BACK)
    await pause()
    assert not world.line.degraded
    assert world.gaps == 1
    (asked,) = world.broker.told()
    assert isinstance(asked, Again)
    assert asked.seconds > 10


async def test_who_was_deaf_tells_its_orders_again_to_others_who_may_have_been(
    world: World,
) -> None:
    world.broker.heard.put_nowait(Link.LOST)
    world.line.tell(bulletin.EVERYBODY, Disconnect("ada", 3503))
    await pause()
    world.broker.sent.clear()  # nobody was there to hear it
    world.broker.heard.put_nowait(Link.BACK)
    await pause()
    asked, told = world.broker.told()
    assert isinstance(asked, Again)
    assert told == Disconnect("ada", 3503)
    assert {message.channel for message in world.broker.sent} == {bulletin.EVERYBODY}


async def test_own_bulletins_are_not_heard(world: World) -> None:
    world.say(Advanced("a", 1), node=world.line.node)
    world.say(Advanced("a", 2))
    world.broker.heard.put_nowait(Message("all", "nonsense"))
    await pause()
    assert world.heard == [Advanced("a", 2)]
