"""SQL that is compiled once for all tests of a process.

An application keeps the SQL that it has compiled for as long as it runs. A test opens an
application of its own, which would compile every statement again and ask the database again what
it can do: a fifth of the time of tests that use one.
"""

from functools import partial
from typing import Any

from sqlalchemy import Connection, make_url, util
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from forum.db import engine
from tests.services.backends import KeptConnection

MOST = 2_000


def share_statements() -> None:
    """Let all engines that the application opens from now on know what one of them has learnt."""
    for kind in (PGDialectAsync_psycopg, SQLiteDialect_aiosqlite):
        _make_equal(kind)
    options = {"compiled_cache": util.LRUCache[Any, Any](MOST)}
    engine.create_async_engine = partial(_create_engine, execution_options=options)  # type: ignore[attr-defined]


def _create_engine(url: str, **more: Any) -> AsyncEngine:
    if make_url(url).get_backend_name() == "postgresql":
        more["connect_args"] = {"async_creator_fn": KeptConnection.connect}
    return create_async_engine(url, **more)


def _make_equal(kind: type[Dialect]) -> None:
    """Dialects of one kind count as the same, and the first to see a server tells the others."""
    learn, known = kind.initialize, dict[str, Any]()

    def initialize(self: Dialect, connection: Connection) -> None:
        if not known:
            before = dict(vars(self))
            learn(self, connection)
            known.update(
                {name: value for name, value in vars(self).items() if before.get(name) != value}
            )
        vars(self).update(known)

    kind.initialize = initialize  # type: ignore[method-assign]
    kind.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign,assign]
    kind.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign,assign]
