"""SQLite without a thread's round trip for every small step.

aiosqlite hands each step of each statement (cursor, execute, fetch, close) to a thread and waits;
that costs several times what SQLite itself does. Here steps run where they are asked for, except
those that can wait: for the write lock, and for the disk.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

_CHUNK = 64
"""Rows that aiosqlite fetches at a time."""


class NearConnection(aiosqlite.Connection):
    """An aiosqlite connection whose quick steps run in the caller's own thread."""

    _writing = False
    _away = False
    """Whether the thread may be at a step; also if whoever asked for it has given up waiting."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None and not self._can_wait(fn, args):
            return fn(*args, **kwargs)
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
            self._writing = self._writing or statement.startswith("BEGIN IMMEDIATE")
            return statement.startswith(("BEGIN IMMEDIATE", "PRAGMA"))
        if name in {"commit", "rollback"}:
            ended, self._writing = self._writing, False
            return ended
        if name == "close" and isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
            return self._away
        return name in {"close", "backup"}


def open_near(database: str, **settings: Any) -> NearConnection:
    """What SQLAlchemy calls for a new connection, instead of `aiosqlite.connect`."""
    connect = partial(sqlite3.connect, database, **settings | {"check_same_thread": False})
    connection = NearConnection(connect, _CHUNK)
    connection._thread.daemon = True  # as SQLAlchemy does for its own  # noqa: SLF001
    return connection
