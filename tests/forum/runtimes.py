"""A runtime with a database and nothing behind it, for tests of what runs below the application."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from forum.core.clock import Clock
from forum.db.engine import connect
from forum.db.kept import Kept
from forum.db.log import DatabaseLog
from forum.jobs.bell import Bell
from forum.runtime import Caches, Runtime
from forum.settings import Settings
from realtime.broker import open_broker
from realtime.hub import Hub


@asynccontextmanager
async def bare_runtime(
    settings: Settings, clock: Clock, bell: Bell, **more: Any
) -> AsyncIterator[Runtime]:
    """A runtime on a database that has its tables, with a broker in memory and small caches."""
    async with AsyncExitStack() as stack:
        database = connect(settings.database_url)
        stack.push_async_callback(database.aclose)
        broker = await open_broker("memory://")
        stack.push_async_callback(broker.aclose)
        log = DatabaseLog(database)
        hub = Hub(log, broker)
        caches = Caches(Kept(log, most=1 << 20, size=len), *(Kept(log, most=99) for _ in range(3)))
        hub.on_announce(caches.stale)
        yield Runtime(
            settings=settings,
            database=database,
            log=log,
            hub=hub,
            caches=caches,
            clock=clock,
            key=settings.signing_key(),
            enqueue=bell.enqueue,
            **more,
        )
