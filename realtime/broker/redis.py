"""A broker for several processes: Redis Pub/Sub."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any, Self

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from realtime.broker.base import BrokerUnavailable, Link, Message
from realtime.tasks import going_on

QUIET_FOR = 5.0
"""Seconds of silence after which the line is tried with a ping; after twice that it is down."""

RETRY_AFTER = 0.2
"""Seconds before the first attempt to come back; doubled up to `RETRY_AT_MOST`."""

RETRY_AT_MOST = 2.0
CONFIRM_WITHIN = 2.0

_ALWAYS = "always"


class RedisBroker:
    """One connection listens; publications take others from a pool.

    Args:
        url: as redis-py reads it.
        prefix: before the name of every channel, so that several applications can share a server.
    """

    alone = False

    def __init__(self, url: str, prefix: str = "realtime:") -> None:
        # A connection that went stale in the pool is worth a second attempt. The listener must not
        # come back by itself: what was said meanwhile would be missed without a word.
        self._speaker, self._listener = _client(url, retries=1), _client(url, retries=0)
        self._prefix = prefix
        self._pubsub: PubSub | None = None
        # Redis reads nothing until something is subscribed to, so one name is always heard.
        self._heard: dict[str, asyncio.Event] = {prefix + _ALWAYS: asyncio.Event()}
        self._closing = asyncio.Event()
        self._lost = False

    @classmethod
    async def connect(cls, url: str) -> Self:
        """Open and check the connection, so that a wrong address stops the start.

        Raises:
            BrokerUnavailable: nothing answers there.
        """
        broker = cls(url)
        try:
            await broker._speaker.ping()
        except (RedisError, OSError) as error:
            await broker.aclose()
            raise BrokerUnavailable(str(error)) from error
        return broker

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        """See `Broker`."""
        pipeline = self._speaker.pipeline(transaction=False)
        for message in messages:
            pipeline.publish(self._prefix + message.channel, message.text)
        try:
            return list(map(int, await pipeline.execute()))
        except (RedisError, OSError) as error:
            raise BrokerUnavailable(str(error)) from error

    async def subscribe(self, channel: str) -> None:
        """See `Broker`. Waits for Redis to confirm, which needs `messages` to be read."""
        name = self._prefix + channel
        if (confirmed := self._heard.get(name)) is None:
            confirmed = self._heard[name] = asyncio.Event()
            await self._ask("SUBSCRIBE", name)
        if not self._lost:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CONFIRM_WITHIN):
                    await confirmed.wait()

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker`."""
        if self._heard.pop(self._prefix + channel, None) is not None:
            await self._ask("UNSUBSCRIBE", self._prefix + channel)

    async def _ask(self, command: str, name: str) -> None:
        connection: Any = getattr(self._pubsub, "connection", None)
        # PubSub's own methods would open a broken connection anew and read from it, beside the
        # reader. The reader notices by itself, and subscribes to everything when it is back.
        if connection is not None and connection.is_connected:
            with contextlib.suppress(RedisError, OSError):
                await connection.send_command(command, name, check_health=False)

    async def messages(self) -> AsyncIterator[Message | Link]:
        """See `Broker`."""
        wait, back = RETRY_AFTER, False
        while going_on() and not self._closing.is_set():
            try:
                async with contextlib.aclosing(self._listen()) as listening:
                    async for heard in listening:
                        if back:
                            wait, back = RETRY_AFTER, False
                            yield Link.BACK
                        if heard is not None:
                            yield heard
            except (RedisError, OSError, RuntimeError):
                # asyncio raises the last if redis-py uses a stream that has just broken.
                self._lost = True
                if not back and not self._closing.is_set():
                    back = True
                    yield Link.LOST
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._closing.wait()
                wait = min(2 * wait, RETRY_AT_MOST)

    async def _listen(self) -> AsyncGenerator[Message | None]:
        """Yield `None` once everything is subscribed to, then what is heard."""
        async with self._listener.pubsub() as pubsub:
            for confirmed in self._heard.values():
                confirmed.clear()
            asked: set[str] = set()
            while missing := self._heard.keys() - asked:
                await pubsub.subscribe(*missing)
                asked |= missing
            self._pubsub, self._lost = pubsub, False
            try:
                ready = False
                while going_on() and not self._closing.is_set():
                    message = await self._next(pubsub)
                    if not ready and all(one.is_set() for one in self._heard.values()):
                        ready = True
                        yield None
                    if message is not None:
                        yield message
            finally:
                self._pubsub = None

    async def _next(self, pubsub: PubSub) -> Message | None:
        """Wait for one message; anything else that comes is dealt with here."""
        heard = await pubsub.get_message(timeout=QUIET_FOR)
        if heard is None and not self._closing.is_set():
            await pubsub.ping()
            heard = await pubsub.get_message(timeout=QUIET_FOR)
            if heard is None:
                raise ConnectionError("silent")
        match heard:
            case {"type": "message", "channel": str(name), "data": str(text)}:
                return Message(name.removeprefix(self._prefix), text)
            case {"type": "subscribe", "channel": str(name)} if name in self._heard:
                self._heard[name].set()
        return None

    async def aclose(self) -> None:
        """See `Broker`."""
        self._closing.set()
        await self._ask("UNSUBSCRIBE", self._prefix + _ALWAYS)  # wakes the reader
        await self._speaker.aclose()
        await self._listener.aclose()


def _client(url: str, retries: int) -> Redis:
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=2,
        socket_timeout=5,
        retry=Retry(NoBackoff(), retries),
    )
