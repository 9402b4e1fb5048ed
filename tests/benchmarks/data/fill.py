"""Filling a database at once, past the forum's own ways: thousands of posts a second."""

import asyncio
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from sqlalchemy import Connection, create_engine, insert, make_url, text
from sqlmodel import SQLModel

from forum.accounts.tables import Member
from forum.discussions.tables import Post, Topic, TopicTag
from forum.revisions import migrate
from forum.spaces.tables import Space
from tests.benchmarks.data import rows
from tests.benchmarks.data.index import fill_index
from tests.benchmarks.data.rows import Row, Thread
from tests.benchmarks.data.texts import texts

_AT_ONCE = 250
"""Threads that are written together."""
_NUMBERED = ("member", "post", "space", "topic")


def fill(url: str, posts: int) -> None:
    """Make the tables in the empty database at `url` and put so many posts in, and all around them.

    Args:
        url: SQLAlchemy address with an asynchronous driver.
        posts: at least `rows.LONG`.
    """
    asyncio.run(migrate(url))
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite")
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            _fill(connection, posts)
        asyncio.run(fill_index(url))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _settle(connection)
    finally:
        engine.dispose()


def _fill(connection: Connection, posts: int) -> None:
    _write(connection, Space, rows.spaces(posts))
    _write(connection, Member, rows.members())
    for threads in _together(rows.threads(posts, texts()), _AT_ONCE):
        _write(connection, Topic, [one.topic for one in threads])
        _write(connection, TopicTag, chain.from_iterable(one.tags for one in threads))
        _write(connection, Post, chain.from_iterable(one.posts for one in threads))


def _write(connection: Connection, table: type[SQLModel], what: Iterable[Row]) -> None:
    connection.execute(insert(table), list(what))


def _together(threads: Iterator[Thread], size: int) -> Iterator[list[Thread]]:
    while some := list(islice(threads, size)):
        yield some


def _settle(connection: Connection) -> None:
    """Leave the database as one that grew by itself: numbers go on, and PostgreSQL knows itself.

    SQLite gets no statistics, as the forum gives it none.
    """
    if connection.dialect.name == "sqlite":
        return
    for name in _NUMBERED:
        newest = f"(SELECT max(id) FROM {name})"  # noqa: S608 (names of our own tables)
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {newest})"))
    connection.execute(text("VACUUM ANALYZE"))
