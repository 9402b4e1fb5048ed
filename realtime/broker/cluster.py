"""A broker over a Redis cluster: sharded Pub/Sub, so that its nodes share the work."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from functools import partial
from zlib import crc32

from redis.asyncio import Redis

from realtime.addresses import UNAVAILABLE, open_cluster, read
from realtime.broker.base import BrokerUnavailable, Link, Message
from realtime.broker.listener import SHARDED, Listener
from realtime.broker.redis import LISTENING, SPEAKING

LANES = 8
"""Slots of the cluster that all channels share: connections that each process listens on."""


class ClusterBroker:
    """Every channel belongs to one of a few lanes, and each lane to the node of its slot.

    The names of a lane have one hash tag, so that one connection hears all of them; a lane whose
    slot moves to another node follows it. Needs Redis 7.0 or newer.

    Args:
        url: see `realtime.addresses`.
        prefix: before the name of every channel, so that several applications can share a cluster.

    Raises:
        ValueError: the address cannot be read.
    """

    alone = False

    def __init__(self, url: str, prefix: str = "realtime") -> None:
        self._login = read(url).login
        self._cluster = open_cluster(url, SPEAKING)
        self._prefixes = [f"{{{prefix}:{lane}}}:" for lane in range(LANES)]
        self._listeners = [
            Listener(partial(self._connect, prefix), prefix, SHARDED) for prefix in self._prefixes
        ]

    async def _connect(self, prefix: str) -> Redis:
        """Reach the node that the slot of `prefix` belongs to now."""
        await self._cluster.initialize()
        await self._cluster.nodes_manager.initialize()
        node = self._cluster.get_node_from_key(prefix)
        if node is None:
            raise ConnectionError(f"no node of the cluster has {prefix}")
        options = {**LISTENING.options(), **self._login}
        return Redis(host=str(node.host), port=int(node.port), **options)

    def name_of(self, channel: str) -> str:
        """What the cluster knows `channel` by."""
        return self._prefixes[_lane(channel)] + channel

    async def publish(self, messages: Sequence[Message]) -> Sequence[int]:
        """See `Broker`."""
        pipeline = self._cluster.pipeline()
        for message in messages:
            pipeline.execute_command("SPUBLISH", self.name_of(message.channel), message.text)
        try:
            return list(map(int, await pipeline.execute()))
        except UNAVAILABLE as error:
            raise BrokerUnavailable(str(error)) from error

    async def subscribe(self, channel: str) -> None:
        """See `Broker`."""
        await self._listeners[_lane(channel)].subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        """See `Broker`."""
        await self._listeners[_lane(channel)].unsubscribe(channel)

    async def messages(self) -> AsyncIterator[Message | Link]:
        """See `Broker`. The line is down from when the first lane is until the last is back."""
        lost: set[int] = set()
        async for lane, heard in self._all():
            if heard is Link.LOST:
                lost.add(lane)
                if len(lost) == 1:
                    yield Link.LOST
            elif heard is Link.BACK:
                lost.discard(lane)
                if not lost:
                    yield Link.BACK
            else:
                yield heard

    async def _all(self) -> AsyncGenerator[tuple[int, Message | Link]]:
        queue: asyncio.Queue[tuple[int, Message | Link] | None] = asyncio.Queue()

        async def read_lane(lane: int) -> None:
            async for heard in self._listeners[lane].messages():
                queue.put_nowait((lane, heard))

        async def read_all() -> None:
            try:
                async with asyncio.TaskGroup() as reading:
                    for lane in range(LANES):
                        reading.create_task(read_lane(lane))
            finally:
                queue.put_nowait(None)

        reading = asyncio.create_task(read_all())
        try:
            while (heard := await queue.get()) is not None:
                yield heard
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def aclose(self) -> None:
        """See `Broker`."""
        for listener in self._listeners:
            await listener.aclose()
        await self._cluster.aclose()


def _lane(channel: str) -> int:
    return crc32(channel.encode()) % LANES
