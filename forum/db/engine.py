"""Engines and sessions from an address: PostgreSQL or SQLite."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.busy import LONGEST_WAIT

Sessions = async_sessionmaker[AsyncSession]


class NearSession(AsyncSession):
    """A session that nobody waits for once its work is done.

    SQLAlchemy has another task close each session, which a busy loop comes to two turns later,
    while its connection is kept from others. After a commit, and after reading, nothing is left
    that could wait; what was broken off is closed as SQLAlchemy does.
    """

    async def __aexit__(self, kind: Any, value: Any, trace: Any) -> None:
        """Close the session."""
        if kind is None:
            await self.close()
        else:
            await super().__aexit__(kind, value, trace)


@dataclass(frozen=True, slots=True)
class Database:
    """Where the product's rows are, with one way in for changes and one for reading.

    Attributes:
        writer: for changes; on SQLite every transaction takes the write lock when it begins.
        reader: for reading only; on SQLite it never waits for a writer, on PostgreSQL each
            statement is a transaction by itself, which sees what was committed before it.
        dialect: `sqlite` or `postgresql`.
    """

    writer: Sessions
    reader: Sessions
    dialect: str
    engines: tuple[AsyncEngine, ...]

    @property
    def is_serial(self) -> bool:
        """Whether there is one change at a time, so that any two wait for each other."""
        return self.dialect == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A database session that changes nothing."""
        async with self.reader() as db:
            yield db

    async def is_alive(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.reading() as db:
                await db.exec(select(1))
        except (SQLAlchemyError, OSError):
            return False
        return True

    async def aclose(self) -> None:
        """Give all connections back."""
        for engine in self.engines:
            await engine.dispose()


def connect(url: str) -> Database:
    """Open pools (no connection is made yet).

    What a statement carried never stands in the text of an error: it may be a password's hash.
    Objects stay readable after a commit, as no lazy load can happen in async code.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _connect_sqlite(url)
    writer = _pool(url)
    # A reading that does not begin and end a transaction saves two of its three round trips.
    reader = _pool(url, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)
    return Database(_sessions(writer), _sessions(reader), "postgresql", (writer, reader))


def _pool(url: str, **more: object) -> AsyncEngine:
    """Connections to PostgreSQL, none of which is made for one use and thrown away after it.

    The one used last is used first: few have everything prepared, instead of each in its turn.
    """
    engine = create_async_engine(
        url,
        pool_size=_POOL,
        pool_use_lifo=True,
        max_overflow=0,
        pool_timeout=LONGEST_WAIT,
        hide_parameters=True,
        **more,
    )
    event.listen(engine.sync_engine, "connect", _prefer_short_queries)
    event.listen(engine.sync_engine, "checkin", _note_the_time)
    event.listen(engine.sync_engine, "checkout", _try_after_a_rest)
    return engine


_POOL = 10
"""Connections for changes, and as many for reading."""


def _prefer_short_queries(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Starting another process, or compiling, takes longer than any of our queries should.
    cursor = connection.cursor()
    for setting in ("max_parallel_workers_per_gather = 0", "jit = off"):
        cursor.execute(f"SET {setting}")
    cursor.close()
    connection.commit()


_RESTED = 1.0
"""Seconds after which a connection is tried before it is used: the server may have gone.

Trying it each time would cost every change and every reading one more round trip.
"""


def _note_the_time(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["used"] = time.monotonic()


def _try_after_a_rest(
    connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object
) -> None:
    if time.monotonic() - entry.info.get("used", -_RESTED) < _RESTED:
        return
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        cursor.close()
        connection.commit()  # when it rolls back, psycopg forgets all that is prepared
    except Exception as error:  # whatever it is, a fresh connection is better
        raise InvalidatePoolError from error


def _connect_sqlite(url: str) -> Database:
    from forum.db.sqlite import open_near  # noqa: PLC0415 (its driver, which PostgreSQL never needs)

    if name := make_url(url).database:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    # One writer at a time is all SQLite can do: a queue in the pool is fairer than its busy wait.
    near = {
        "connect_args": {"timeout": 15, "async_creator_fn": open_near},
        "pool_timeout": LONGEST_WAIT,
        "hide_parameters": True,
    }
    writer = create_async_engine(url, pool_size=1, max_overflow=0, **near)
    reader = create_async_engine(url, pool_size=4, max_overflow=4, **near)
    for engine in (writer, reader):
        event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(writer.sync_engine, "begin", _begin_immediate)
    event.listen(reader.sync_engine, "begin", _begin)
    return Database(_sessions(writer), _sessions(reader), "sqlite", (writer, reader))


def _sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, class_=NearSession, expire_on_commit=False)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the "begin" hooks say how transactions start
    cursor = connection.cursor()
    # FULL: what was acknowledged is on disk, also after a power cut. Pages are read as quickly from
    # the system's cache, which all connections share, as from 2 MB that each would hold itself.
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -256",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once if another wrote in between,
    # however long the timeout; taking the write lock at the start makes it wait its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
