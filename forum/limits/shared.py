"""Counts of tries that all processes share, in Redis."""

from typing import Any

from limits.aio.storage import RedisStorage
from redis.asyncio import Redis, RedisCluster

from realtime.addresses import UNAVAILABLE, open_client


class SharedCounts(RedisStorage):
    """Counts by a client that is as patient as we are, of whichever kind of Redis.

    Raises:
        ValueError: the address cannot be read.
    """

    base_exceptions = UNAVAILABLE

    def __init__(self, address: str) -> None:
        self._client = open_client(address)
        super().__init__("async+redis://", implementation="redispy", wrap_exceptions=True)

    def configure_bridge(self) -> None:
        """Have the library count by our client."""
        bridge: Any = self.bridge
        client: Redis | RedisCluster = self._client
        bridge.storage, bridge.connection_getter = client, lambda _: client

    async def aclose(self) -> None:
        """Give back what is held open."""
        await self._client.aclose()
