"""What is left of one application on a connection that the next one is given."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.db.engine import connect
from tests.services.backends import KeptConnection
from tests.services.databases import PostgresDatabases

TRACES = (
    "SET work_mem = '7MB'",
    "CREATE TEMPORARY TABLE leaf (id integer)",
    "SELECT pg_advisory_lock(7)",
    "LISTEN wind",
)
LEFT = """
SELECT current_setting('work_mem') = '7MB', to_regclass('leaf') IS NOT NULL,
    EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'),
    EXISTS (SELECT FROM pg_listening_channels())
"""
PROCESS = "SELECT pg_backend_pid()"
PREPARED = "SELECT count(*) FROM pg_prepared_statements"


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[AsyncConnection]:
    database = connect(url)
    try:
        async with database.engines[0].connect() as session:
            yield session
    finally:
        await database.aclose()


async def _one(session: AsyncConnection, statement: str) -> tuple[object, ...]:
    return tuple((await session.exec_driver_sql(statement)).one())


async def test_the_next_application_is_given_a_connection_that_has_forgotten_what_it_was_told(
    postgres_databases: PostgresDatabases,
) -> None:
    processes = set()
    for _ in range(2):
        with postgres_databases.fresh(_tree) as url:
            async with _opened(url) as session:
                processes.add(await _one(session, PROCESS))
                assert not any(await _one(session, LEFT))
                for trace in TRACES:
                    await session.exec_driver_sql(trace)
                await session.commit()
                assert all(await _one(session, LEFT))
    assert len(processes) == 1


async def test_the_next_application_finds_prepared_what_was_asked_often(
    postgres_databases: PostgresDatabases,
) -> None:
    counts = []
    with postgres_databases.fresh(_tree) as url:
        for _ in range(8):
            async with _opened(url) as session:
                counts += await _one(session, PREPARED)
                await session.commit()
    assert (counts[0], bool(counts[-1])) == (0, True)


async def test_what_was_left_in_the_middle_is_ended_with_its_connection(
    postgres_databases: PostgresDatabases,
) -> None:
    with postgres_databases.fresh(_tree) as url:
        connection = await KeptConnection.connect(**_parts(url))
        await connection.execute("INSERT INTO tree DEFAULT VALUES")
        process = connection.info.backend_pid
        await connection.close()
        assert connection.closed
        other = await KeptConnection.connect(**_parts(url))
        assert other.info.backend_pid != process
        await other.close()


async def test_a_server_process_that_was_ended_is_given_to_nobody(
    postgres_databases: PostgresDatabases,
) -> None:
    with postgres_databases.fresh(_tree) as url:
        connection = await KeptConnection.connect(**_parts(url))
        process = connection.info.backend_pid
        with psycopg.connect(**_parts(url), autocommit=True) as session:
            session.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        await connection.close()
        async with _opened(url) as session:
            assert await _one(session, PROCESS) != (process,)


async def test_a_connection_to_a_database_of_its_own_ends_as_ever(
    postgres_databases: PostgresDatabases,
) -> None:
    with postgres_databases.fresh() as url:
        connection = await KeptConnection.connect(**_parts(url))
        process = connection.info.backend_pid
        await connection.close()
        other = await KeptConnection.connect(**_parts(url))
        assert other.info.backend_pid != process
        await other.close()


def _tree(url: str) -> None:
    with psycopg.connect(**_parts(url)) as session:
        session.execute("CREATE TABLE tree (id serial PRIMARY KEY)")


def _parts(url: str) -> dict[str, Any]:
    return make_url(url).translate_connect_args(username="user", database="dbname") | dict(
        make_url(url).query
    )
