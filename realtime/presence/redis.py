"""Presence of several processes: one Redis hash a channel, of clients and when they expire."""

import json
import math
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Self

from redis.asyncio import Redis, RedisCluster

from realtime.addresses import UNAVAILABLE, open_client
from realtime.presence.base import EXPIRE_AFTER, PresenceUnavailable, Present
from realtime.protocol.replies import dumps


class RedisPresence:
    """Any Redis will do: hashes expire as a whole, single clients when they are read.

    Args:
        client: decodes responses.
        prefix: before the name of every key.
        clock: seconds since 1970; the processes' clocks should agree within a few seconds.
    """

    def __init__(
        self,
        client: Redis | RedisCluster,
        prefix: str = "realtime:presence:",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client, self._prefix, self._clock = client, prefix, clock

    @classmethod
    def connect(cls, url: str) -> Self:
        """Prepare a connection; none is made yet."""
        return cls(open_client(url))

    async def confirm(self, present: Collection[Present]) -> None:
        """See `Presence`."""
        expires = self._clock() + EXPIRE_AFTER
        pipeline = self._client.pipeline(transaction=False)
        for one in present:
            pipeline.hset(
                self._prefix + one.channel, one.client, dumps([expires, one.user, one.info])
            )
        for channel in {one.channel for one in present}:
            pipeline.expire(self._prefix + channel, math.ceil(EXPIRE_AFTER))
        try:
            await pipeline.execute()
        except UNAVAILABLE as error:
            raise PresenceUnavailable(str(error)) from error

    async def remove(self, present: Present) -> None:
        """See `Presence`."""
        try:
            await self._client.hdel(self._prefix + present.channel, present.client)
        except UNAVAILABLE as error:
            raise PresenceUnavailable(str(error)) from error

    async def here(self, channel: str) -> Mapping[str, Present]:
        """See `Presence`. Forgets who has expired."""
        key = self._prefix + channel
        try:
            stored = await self._client.hgetall(key)
            here, gone = self._sort(channel, stored)
            if gone:
                await self._client.hdel(key, *gone)
        except UNAVAILABLE as error:
            raise PresenceUnavailable(str(error)) from error
        return here

    def _sort(
        self, channel: str, stored: Mapping[Any, Any]
    ) -> tuple[Mapping[str, Present], Collection[str]]:
        now = self._clock()
        here, gone = {}, []
        for client, text in stored.items():
            expires, user, info = json.loads(text)
            if expires > now:
                here[client] = Present(channel, client, user, info)
            else:
                gone.append(client)
        return here, gone

    async def aclose(self) -> None:
        """See `Presence`."""
        await self._client.aclose()
