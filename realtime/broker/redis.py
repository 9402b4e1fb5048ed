"""A broker for several processes: Redis Pub/Sub, on one server or the one that Sentinels name."""

from collections.abc import AsyncIterator, Sequence

from redis.asyncio import Redis

from realtime.addresses import UNAVAILABLE, Patience, open_server
from realtime.broker.base import BrokerUnavailable, Link, Message
from realtime.broker.listener import Listener

SPEAKING = Patience(retries=1, answer_within=5)
LISTENING = Patience(retries=0, answer_within=5)


class RedisBroker:
    """One connection listens; publications take others from a pool.

    Nothing is connected before `messages` is read or something is published, so that a process
    starts without Redis and finds it later.

    Args:
        url: see `realtime.addresses`.
        prefix: before the name of every channel, so that several applications can share a server.

    Raises:
        ValueError: the address cannot be read.
    """

    alone = False

    def __init__(self, url: str, prefix: str = "realtime:") -> None:
        self._url, self._prefix = url, prefix
        self._speaker = open_server(url, SPEAKING)
        self._listener = Listener(self._connect, prefix)

    async def _connect(self) -> Redis:
        return open_server(self._url, LISTENING)

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        """See `Broker`."""
        pipeline = self._speaker.pipeline(transaction=False)
        for message in messages:
            pipeline.publish(self._prefix + message.channel, message.text)
        try:
            return list(map(int, await pipeline.execute()))
        except UNAVAILABLE as error:
            raise BrokerUnavailable(str(error)) from error

    async def subscribe(self, channel: str) -> None:
        """See `Broker`."""
        await self._listener.subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker`."""
        await self._listener.unsubscribe(channel)

    def messages(self) -> AsyncIterator[Message | Link]:
        """See `Broker`."""
        return self._listener.messages()

    async def aclose(self) -> None:
        """See `Broker`."""
        await self._listener.aclose()
        await self._speaker.aclose()
