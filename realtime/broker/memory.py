"""A broker for one process: a set and a queue."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from realtime.broker.base import Link, Message


class MemoryBroker:
    """Holds nothing but what is not yet read."""

    alone = True

    def __init__(self) -> None:
        self._heard: set[str] = set()
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue()
        self._closed = False

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        """See `Broker`."""
        heard = [message for message in messages if message.channel in self._heard]
        for message in heard:
            self._queue.put_nowait(message)
        return [int(message.channel in self._heard) for message in messages]

    async def subscribe(self, channel: str) -> None:
        """See `Broker`."""
        self._heard.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker`."""
        self._heard.discard(channel)

    async def messages(self) -> AsyncIterator[Message | Link]:
        """See `Broker`."""
        while not self._closed and (message := await self._queue.get()) is not None:
            yield message

    async def aclose(self) -> None:
        """See `Broker`."""
        self._closed = True
        self._queue.put_nowait(None)
