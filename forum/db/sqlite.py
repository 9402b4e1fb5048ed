"""SQLite without a thread's round trip for every small step.

aiosqlite hands each step of each statement (cursor, execute, fetch, close) to a thread and waits;
that costs several times what SQLite itself does. Here steps run where they are asked for, except
those that can wait: for the write lock where another process has it, and for the disk.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

_CHUNK = 64
"""Rows that aiosqlite fetches at a time."""
_BEGIN = "BEGIN IMMEDIATE"


class NearConnection(aiosqlite.Connection):
    """An aiosqlite connection whose quick steps run in the caller's own thread."""

    _writing = False
    _timeout = 0
    """Milliseconds that the thread waits for a lock."""
    _away = False
    """Whether the thread may be at a step; also if whoever asked for it has given up waiting."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None and not self._can_wait(fn, args):
            return fn(*args, **kwargs)
        if (begun := self._begun(fn, args)) is not None:
            return begun
        self._away = True
        try:
            done = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        except Exception:
            self._away = False
            raise
        self._away = False
        return done

    def _can_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        name = getattr(fn, "__name__", "")
        if name == "execute":
            statement: str = args[0]
            self._writing = self._writing or statement.startswith(_BEGIN)
            return statement.startswith((_BEGIN, "PRAGMA"))
        if name in {"commit", "rollback"}:
            ended, self._writing = self._writing, False
            return ended
        if name == "close" and isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
            return self._away
        return name in {"close", "backup"}

    def _begun(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> Any | None:
        """What beginning to write gives, where nothing keeps it waiting.

        As a rule nothing does: changes of this process take their turns before they begin. A
        thread's round trip would have the next of them wait for the loop once more.
        """
        if self._connection is None or not _is_begin(fn, args):
            return None
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            return fn(*args)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return None
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {self._timeout}")


def _is_begin(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    return getattr(fn, "__name__", "") == "execute" and args[0].startswith(_BEGIN)


def open_near(database: str, *, timeout: float, **settings: Any) -> NearConnection:
    """What SQLAlchemy calls for a new connection, instead of `aiosqlite.connect`.

    `timeout`: seconds that a statement waits for a lock.
    """
    settings |= {"timeout": timeout, "check_same_thread": False}
    connection = NearConnection(partial(sqlite3.connect, database, **settings), _CHUNK)
    connection._timeout = round(timeout * 1000)  # noqa: SLF001 (another of the same class)
    connection._thread.daemon = True  # as SQLAlchemy does for its own  # noqa: SLF001
    return connection
