"""The published client for Python, `centrifuge-python`, as a real peer."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from centrifuge import (
    CentrifugeError,
    Client,
    ClientEventHandler,
    ClientState,
    ReplyError,
    StreamPosition,
    Subscription,
    SubscriptionEventHandler,
    SubscriptionState,
)
from joserfc import jwt

from realtime.demo import _KEY, Demo
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from tests.realtime.harness import serving


class Events(ClientEventHandler, SubscriptionEventHandler):
    """Keeps what the client reports, by kind."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []
        self._news = asyncio.Event()

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("on_"):
            return super().__getattribute__(name)

        async def keep(context: Any) -> None:
            self.seen.append((name.removeprefix("on_"), context))
            self._news.set()

        return keep

    def of(self, kind: str) -> list[Any]:
        return [context for seen, context in self.seen if seen == kind]

    @property
    def data(self) -> list[Any]:
        return [context.pub.data for context in self.of("publication")]

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not seen():
                self._news.clear()
                await self._news.wait()


def token(user: str = "ada", *, seconds: float = 3600, **claims: Any) -> str:
    claims = {"sub": user, "exp": int(time.time() + seconds), **claims}
    return jwt.encode({"alg": "HS256"}, claims, _KEY)


@asynccontextmanager
async def client(
    address: str, events: Events | None = None, **options: Any
) -> AsyncIterator[Client]:
    made = Client(
        f"ws://{address}/connection/websocket",
        events=events or Events(),
        proxy=None,
        min_reconnect_delay=0.01,
        **options,
    )
    await made.connect()
    yield made
    await made.disconnect()


async def subscribe(to: Client, channel: str, **options: Any) -> tuple[Subscription, Events]:
    events = Events()
    subscription = to.new_subscription(channel, events=events, **options)
    await subscription.subscribe()
    await events.until(lambda: bool(events.of("subscribed") or events.of("unsubscribed")))
    return subscription, events


@pytest.fixture
def demo() -> Demo:
    return Demo()


@pytest.fixture
async def address(demo: Demo) -> AsyncIterator[str]:
    async with serving(demo.app) as address:
        yield address


async def test_publications_carry_who_caused_them(address: str) -> None:
    async with client(address, token=token(info={"name": "Ada"})) as ada, client(address) as bob:
        heard, events = await subscribe(bob, "room:1")
        await ada.publish("room:1", {"text": "hello"})
        await events.until(lambda: bool(events.data))
        publication = events.of("publication")[0].pub
        assert publication.data == {"text": "hello"}
        assert publication.offset == 1
        assert publication.info.user == "ada"
        assert publication.info.client == ada.client_id
        assert publication.info.conn_info == {"name": "Ada"}
        assert (await ada.rpc("echo", [1])).data == [1]
        await heard.unsubscribe()
        await ada.publish("room:1", 2)
        assert len(events.data) == 1


async def test_what_was_missed_is_recovered_after_a_cut(address: str, demo: Demo) -> None:
    async with client(address) as ada:
        _, events = await subscribe(ada, "room:1")
        await demo.write("room:1", 1)
        await events.until(lambda: events.data == [1])
        await _cut(demo, "room:1", 50)
        await events.until(lambda: len(events.data) == 51)
        assert [one.pub.offset for one in events.of("publication")] == list(range(1, 52))
        assert [one.recovered for one in events.of("subscribed")] == [False, True]


async def test_who_was_away_too_long_is_told_to_load_the_state_anew(
    address: str, demo: Demo
) -> None:
    async with client(address) as ada:
        _, events = await subscribe(ada, "smallhistory:1")
        await demo.write("smallhistory:1", 0)
        await events.until(lambda: events.data == [0])
        await _cut(demo, "smallhistory:1", 5)
        await events.until(lambda: len(events.of("subscribed")) == 2)
        again = events.of("subscribed")[1]
        assert (again.was_recovering, again.recovered) == (True, False)
        assert again.stream_position.offset == 6
        assert events.data == [0]


async def test_who_was_away_too_long_may_ask_for_an_error_instead(address: str, demo: Demo) -> None:
    loads: list[int] = []

    async def get_state(channel: str) -> StreamPosition:
        offset, epoch = (await demo.log.heads([channel]))[channel]
        # The first answer comes from a state that is out of date.
        loads.append(offset)
        return StreamPosition(offset if len(loads) > 1 else 1, epoch)

    for number in range(5):
        await demo.write("smallhistory:1", number)
    async with client(address) as ada:
        await subscribe(ada, "smallhistory:1", get_state=get_state, min_resubscribe_delay=0.01)
        assert loads == [5, 5]


async def _cut(demo: Demo, channel: str, missed: int) -> None:
    """Break every socket without a goodbye, and write while the clients are away."""
    for connection in demo.server.hub.registry:
        connection._wire.transport.abort()  # type: ignore[attr-defined]
    for number in range(missed):
        await demo.write(channel, number)


async def test_history_is_read_forwards_backwards_and_from_a_position(
    address: str, demo: Demo
) -> None:
    for number in range(1, 11):
        await demo.write("room:1", number)
    async with client(address) as ada:

        async def read(**how: Any) -> list[int]:
            return [pub.offset for pub in (await ada.history("room:1", **how)).publications]

        epoch = demo.log.epoch
        top = await ada.history("room:1")
        assert (top.offset, top.epoch, top.publications) == (10, epoch, [])
        assert await read(limit=3) == [1, 2, 3]
        assert await read(limit=-1) == list(range(1, 11))
        assert await read(limit=3, reverse=True) == [10, 9, 8]
        assert await read(limit=3, since=StreamPosition(4, epoch)) == [5, 6, 7]
        assert await read(limit=3, since=StreamPosition(4, epoch), reverse=True) == [3, 2, 1]
        assert await read(limit=2, since=StreamPosition(9, epoch), reverse=True) == [8, 7]
        assert await read(limit=3, since=StreamPosition(1, epoch), reverse=True) == []
        with pytest.raises(ReplyError) as refused:
            await read(limit=3, since=StreamPosition(4, "another life"))
        assert refused.value.code == 112


async def test_presence_and_who_comes_and_goes(address: str) -> None:
    async with client(address, token=token("ada")) as ada:
        _, events = await subscribe(ada, "room:1")
        await events.until(lambda: bool(events.of("join")))
        async with client(address, token=token("bob")) as bob, client(address) as nobody:
            await subscribe(bob, "room:1")
            await subscribe(nobody, "room:1")
            stats = await ada.presence_stats("room:1")
            assert (stats.num_clients, stats.num_users) == (3, 3)
            here = (await ada.presence("room:1")).clients
            assert here[bob.client_id].user == "bob"
            await events.until(lambda: len(events.of("join")) == 3)
        await events.until(lambda: len(events.of("leave")) == 2)
        assert {one.info.user for one in events.of("leave")} == {"bob", ""}
        assert (await ada.presence_stats("room:1")).num_clients == 1


async def test_a_wrong_token_is_final(address: str) -> None:
    wrong = jwt.encode({"alg": "HS256"}, {"sub": "eve"}, type(_KEY).import_key("x" * 32))
    for bad in (wrong, "nonsense", token(channels=3)):
        events = Events()
        async with client(address, events, token=bad) as eve:
            await events.until(lambda events=events: bool(events.of("disconnected")))
            assert events.of("disconnected")[0].code == CloseCode.INVALID_TOKEN
            assert eve.state is ClientState.DISCONNECTED


async def test_an_expired_token_is_replaced(address: str) -> None:
    given: list[float] = []

    async def get_token() -> str:
        given.append(-10 if not given else 3600)
        return token(seconds=given[-1])

    events = Events()
    async with client(address, events, get_token=get_token) as ada:
        await ada.ready()
        assert given == [-10, 3600]
        assert events.of("error")[0].error.code == 109


async def test_a_token_is_renewed_before_the_connection_expires(address: str, demo: Demo) -> None:
    given: list[str] = []
    renewed = asyncio.Event()

    async def get_token() -> str:
        given.append(token(seconds=1 if len(given) == 0 else 3600))
        if len(given) == 2:
            renewed.set()
        return given[-1]

    events = Events()
    async with client(address, events, get_token=get_token) as ada:
        await ada.ready()
        await asyncio.wait_for(renewed.wait(), 5)
        await ada.rpc("echo", 1)
        (connection,) = demo.server.hub.registry
        assert connection.identity.expires_at > time.time() + 1000  # type: ignore[attr-defined]
        assert len(events.of("connected")) == 1


async def test_a_token_of_somebody_else_does_not_renew(address: str) -> None:
    given: list[str] = []

    async def get_token() -> str:
        given.append(token("ada" if not given else "eve", seconds=1))
        return given[-1]

    events = Events()
    async with client(address, events, get_token=get_token):
        await events.until(lambda: bool(events.of("disconnected")))
        assert events.of("disconnected")[0].code == CloseCode.INVALID_TOKEN


async def test_a_subscription_by_token_is_renewed_and_a_wrong_one_refused(address: str) -> None:
    given: list[str] = []
    renewed = asyncio.Event()

    async def get_token(channel: str) -> str:
        given.append(token("ada", channel=channel, seconds=1 if not given else 3600))
        if len(given) == 2:
            renewed.set()
        return given[-1]

    async with client(address, token=token("ada")) as ada:
        good, events = await subscribe(ada, "room:1", get_token=get_token)
        await asyncio.wait_for(renewed.wait(), 5)
        await ada.rpc("echo", 1)
        assert good.state is SubscriptionState.SUBSCRIBED
        assert len(events.of("subscribed")) == 1
        for channel, bad in [
            ("room:2", token("ada", channel="room:1")),
            ("room:3", token("eve", channel="room:3")),
            ("room:4", "nonsense"),
        ]:
            _, events = await subscribe(ada, channel, token=bad)
            assert events.of("unsubscribed")[0].code == 103


async def test_the_server_subscribes_and_recovers(address: str, demo: Demo) -> None:
    events = Events()
    async with client(address, events, token=token(channels=["room:7"])) as ada:
        await ada.ready()
        await demo.write("room:7", 1)
        await events.until(lambda: events.data == [1])
        await _cut(demo, "room:7", 3)
        await events.until(lambda: len(events.data) == 4)
        assert [one.pub.offset for one in events.of("publication")] == [1, 2, 3, 4]
        assert [one.recovered for one in events.of("subscribed")] == [False, True]


async def test_the_server_ends_subscriptions_and_connections(address: str, demo: Demo) -> None:
    events = Events()
    async with client(address, events, token=token("ada")) as ada:
        subscription, heard = await subscribe(ada, "room:1")
        await demo.server.hub.unsubscribe("ada", "room:1", UnsubscribeCode.INSUFFICIENT)
        await heard.until(lambda: len(heard.of("subscribed")) == 2)
        await demo.server.hub.unsubscribe("ada", "room:1")
        await heard.until(lambda: bool(heard.of("unsubscribed")))
        assert subscription.state is SubscriptionState.UNSUBSCRIBED
        await demo.server.hub.disconnect("ada", CloseCode.NORMAL)
        await events.until(lambda: len(events.of("connected")) == 2)
        await demo.server.hub.disconnect("ada")
        await events.until(lambda: bool(events.of("disconnected")))
        assert events.of("disconnected")[0].code == CloseCode.FORCED


async def test_pings_keep_the_client_sure_of_the_server(address: str, demo: Demo) -> None:
    async with client(address) as ada:
        await ada.ready()
        (connection,) = demo.server.hub.registry
        for _ in range(3):
            connection.beat()  # type: ignore[attr-defined]
            async with asyncio.timeout(5):
                while connection._unanswered:  # type: ignore[attr-defined]  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        with pytest.raises(CentrifugeError):
            await ada.history("", limit=1)
