"""Processes over PostgreSQL and Redis, and what may happen to them."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tests.faults.reader import Reader
from tests.faults.writer import Writer
from tests.processes import ServeProcess
from tests.services.redis import RedisServer, empty

GOES_ON = 3
"""Replies of every writer that are acknowledged while a fault lasts, and between two."""

Fault = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Cluster:
    """What can fail, and who notices.

    Attributes:
        serves: two that serve everything.
        channels: one that serves channels only.
        trim: forgets what the topics' channels have said so far.
    """

    serves: Sequence[ServeProcess]
    channels: ServeProcess
    redis: RedisServer
    readers: Sequence[Reader]
    writers: Sequence[Writer]
    chance: random.Random
    trim: Fault

    def faults(self) -> Sequence[Fault]:
        """Each kind once, in the order in which they come."""
        first, second = self.serves
        return [
            self.cut_lines,
            lambda: self.lose_process(first),
            self.lose_redis,
            lambda: self.lose_process(self.channels),
            self.forget,
            self.cut_lines,
            lambda: self.lose_process(second),
            self.restart_redis,
            self.be_away_too_long,
            self.lose_everything_but_one,
        ]

    async def cut_lines(self) -> None:
        """Break the connections of every third reader."""
        for reader in self.chance.sample(self.readers, len(self.readers) // 3):
            reader.cut()

    async def be_away_too_long(self) -> None:
        """Have the log trimmed while every third reader is away: they must load the state anew."""
        away = self.chance.sample(self.readers, len(self.readers) // 3)
        for reader in away:
            reader.leave()
        await self.go_on()
        await self.trim()
        for reader in away:
            reader.come_back()

    async def lose_process(self, one: ServeProcess) -> None:
        """Kill a process, as the system does that runs out of memory, and start it again."""
        await asyncio.to_thread(one.kill)
        await self.go_on()
        await asyncio.to_thread(one.start)

    async def lose_redis(self) -> None:
        """Be without Redis for a while."""
        await asyncio.to_thread(self.redis.kill)
        await self.go_on()
        await asyncio.to_thread(self.redis.start)

    async def restart_redis(self) -> None:
        """Have Redis crash and come back at once, empty."""
        await asyncio.to_thread(self.redis.restart)

    async def forget(self) -> None:
        """Empty Redis."""
        await asyncio.to_thread(empty, self.redis.url)

    async def lose_everything_but_one(self) -> None:
        """Be without Redis and without one of the processes at the same time."""
        one = self.chance.choice(self.serves)
        await asyncio.to_thread(self.redis.kill)
        await asyncio.to_thread(one.kill)
        await self.go_on()
        await asyncio.to_thread(one.start)
        await self.go_on()
        await asyncio.to_thread(self.redis.start)

    async def go_on(self, replies: int = GOES_ON) -> None:
        """Return when every writer has been answered so many times more."""
        await asyncio.gather(*(one.reach(len(one.acknowledged) + replies) for one in self.writers))
