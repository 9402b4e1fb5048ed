"""Connections to PostgreSQL that are given to the next application that a test opens.

Each connection is a process of the server's, which begins by learning what tables there are: two
thirds of what the server does for a test. So those to a database that is used again are not ended
when an application is, but forget what it told them. What was asked often stays prepared, as it
does where an application runs for more than a moment.
"""

from dataclasses import dataclass
from typing import Any, Self

from psycopg import AsyncConnection, Error, pq
from psycopg._preparing import PrepareManager
from psycopg.adapt import AdaptersMap

FORGET = """
CLOSE ALL; UNLISTEN *; SET SESSION AUTHORIZATION DEFAULT; RESET ALL;
SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES
"""
"""What `DISCARD ALL` does, but for what is prepared."""
MOST_PREPARED = 1_000
"""Tests of an application ask more than one of its connections is asked elsewhere."""


@dataclass(frozen=True, slots=True)
class Backend:
    """One process of the server's, and what it has prepared."""

    line: pq.abc.PGconn
    prepared: PrepareManager


class Backends:
    """Those to the databases of one process that are used again."""

    def __init__(self) -> None:
        self._idle: dict[str, list[Backend]] = {}

    def keep(self, database: str) -> None:
        """Keep those to a database from now on."""
        self._idle[database] = []

    def forget(self, database: str) -> None:
        """End those to a database, which is about to go."""
        for one in self._idle.pop(database, []):
            one.line.finish()

    def numbers(self, database: str) -> list[int]:
        """The process ids of those that nobody uses."""
        return [one.line.backend_pid for one in self._idle.get(database, [])]

    def take(self, database: str) -> Backend | None:
        """One that nobody uses, if there is any."""
        idle = self._idle.get(database)
        return idle.pop() if idle else None

    def give(self, one: Backend) -> bool:
        """Keep one that has forgotten what it was told; `False` if its database is not kept."""
        idle = self._idle.get(one.line.db.decode())
        if idle is None:
            return False
        idle.append(one)
        return True


BACKENDS = Backends()


class KeptConnection(AsyncConnection[Any]):
    """A connection whose server process may outlive it."""

    @classmethod
    async def connect(cls, conninfo: str = "", *, context: Any = None, **more: Any) -> Self:
        """Take one that is kept, or make one."""
        kept = BACKENDS.take(more.get("dbname", ""))
        if kept is None:
            made = await super().connect(conninfo, context=context, **more)
            made.prepared_max = MOST_PREPARED
            return made
        found = cls(kept.line)
        found._prepared = kept.prepared
        if context is not None:
            found._adapters = AdaptersMap(context.adapters)
        return found

    async def close(self) -> None:
        """Give it back, or end it where something was left undone."""
        if await self._forgets() and BACKENDS.give(Backend(self.pgconn, self._prepared)):
            self.pgconn = pq.PGconn()
        await super().close()

    async def _forgets(self) -> bool:
        if self.closed or self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            return False
        try:
            await self.set_autocommit(True)
            await self.execute(FORGET)
        except Error:
            return False
        return True
