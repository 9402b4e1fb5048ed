"""One connection on which Redis says what was published."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from realtime.addresses import UNAVAILABLE
from realtime.broker.base import Link, Message
from realtime.tasks import going_on

QUIET_FOR = 5.0
"""Seconds of silence after which the line is tried with a ping; after twice that it is down."""

RETRY_AFTER = 0.2
"""Seconds before the first attempt to come back; doubled up to `RETRY_AT_MOST`."""

RETRY_AT_MOST = 2.0
CONFIRM_WITHIN = 2.0

_ALWAYS = "always"
_BROKEN = (*UNAVAILABLE, RuntimeError)
"""asyncio raises the last if redis-py uses a stream that has just broken."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The words of one kind of Pub/Sub."""

    subscribe: str
    unsubscribe: str
    message: str


PLAIN = Kind("SUBSCRIBE", "UNSUBSCRIBE", "message")
SHARDED = Kind("SSUBSCRIBE", "SUNSUBSCRIBE", "smessage")
"""Said on one node of a cluster only, the one that a channel's name leads to (Redis 7.0)."""


class Listener:
    """Keeps hearing what it was told to hear, through whatever becomes of the server.

    Args:
        connect: finds the server anew for each connection; the client must not come back by
            itself, or what was said meanwhile would be missed without a word.
        prefix: before the name of every channel; all of one sharded listener's in one slot.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Redis]], prefix: str, kind: Kind = PLAIN
    ) -> None:
        self._connect, self._prefix, self._kind = connect, prefix, kind
        self._pubsub: PubSub | None = None
        # Redis reads nothing until something is subscribed to, so one name is always heard.
        self._heard: dict[str, asyncio.Event] = {prefix + _ALWAYS: asyncio.Event()}
        self._closing = asyncio.Event()
        self._lost = False

    async def subscribe(self, channel: str) -> None:
        """See `Broker`. Waits for Redis to confirm, which needs `messages` to be read."""
        name = self._prefix + channel
        if (confirmed := self._heard.get(name)) is None:
            confirmed = self._heard[name] = asyncio.Event()
            await self._ask(self._kind.subscribe, name)
        if not self._lost:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CONFIRM_WITHIN):
                    await confirmed.wait()

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker`."""
        if self._heard.pop(self._prefix + channel, None) is not None:
            await self._ask(self._kind.unsubscribe, self._prefix + channel)

    async def _ask(self, command: str, name: str) -> None:
        connection: Any = getattr(self._pubsub, "connection", None)
        # PubSub's own methods would open a broken connection anew and read from it, beside the
        # reader. The reader notices by itself, and subscribes to everything when it is back.
        if connection is not None and connection.is_connected:
            with contextlib.suppress(*_BROKEN, AttributeError):  # the last, if it is just gone
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
            except _BROKEN:
                self._lose()
                if not back and not self._closing.is_set():
                    back = True
                    yield Link.LOST
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._closing.wait()
                wait = min(2 * wait, RETRY_AT_MOST)

    def _lose(self) -> None:
        self._lost = True
        for confirmed in self._heard.values():  # nobody needs to wait for what is not to come
            confirmed.set()

    async def _listen(self) -> AsyncGenerator[Message | None]:
        """Yield `None` once everything is subscribed to, then what is heard."""
        async with await self._connect() as client, client.pubsub() as pubsub:
            for confirmed in self._heard.values():
                confirmed.clear()
            await self._subscribe_to_all(pubsub)
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

    async def _subscribe_to_all(self, pubsub: PubSub) -> None:
        subscribe = pubsub.ssubscribe if self._kind is SHARDED else pubsub.subscribe
        asked: set[str] = set()
        while missing := self._heard.keys() - asked:
            await subscribe(*missing)
            asked |= missing

    async def _next(self, pubsub: PubSub) -> Message | None:
        """Wait for one message; anything else that comes is dealt with here."""
        heard = await pubsub.get_message(timeout=QUIET_FOR)
        if heard is None and not self._closing.is_set():
            await pubsub.ping()
            heard = await pubsub.get_message(timeout=QUIET_FOR)
            if heard is None:
                raise ConnectionError("silent")
        match heard:
            case {"type": self._kind.message, "channel": str(name), "data": str(text)}:
                return Message(name.removeprefix(self._prefix), text)
            case {"type": "subscribe" | "ssubscribe", "channel": str(name)} if name in self._heard:
                self._heard[name].set()
            case {"type": "sunsubscribe", "channel": str(name)} if name.endswith(_ALWAYS):
                raise ConnectionError("the channels have moved to another node")
        return None

    async def aclose(self) -> None:
        """See `Broker`."""
        if not self._closing.is_set():
            self._closing.set()
            await self._ask(self._kind.unsubscribe, self._prefix + _ALWAYS)  # wakes the reader
