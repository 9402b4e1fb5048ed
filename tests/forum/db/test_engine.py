"""Connections that outlive the server they lead to, and sessions that end at once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db import engine
from forum.db.engine import Database, connect
from tests.services.databases import Databases, PostgresDatabases
from tests.services.postgres import PostgresServer

pytestmark = pytest.mark.services

OFTEN = 6
"""Times after which psycopg prepares what is asked."""
PREPARED = "SELECT statement FROM pg_prepared_statements"


async def counted(database: Database) -> int:
    async with database.reading() as db:
        return (await db.exec(text("SELECT 41 + 1"))).scalar_one()  # type: ignore[call-overload, no-any-return]


async def test_a_rested_connection_whose_server_was_restarted_is_replaced(
    private_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_RESTED", 0.0)
    with PostgresDatabases(private_postgres.url).fresh() as url:
        database = connect(url)
        try:
            assert await counted(database) == 42
            private_postgres.kill()
            private_postgres.start()
            assert await counted(database) == 42
        finally:
            await database.aclose()


async def test_a_busy_connection_costs_no_extra_round_trip(
    private_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is used again at once is not tried first: a restart in that second is noticed late."""
    monkeypatch.setattr(engine, "_RESTED", 3600.0)
    with PostgresDatabases(private_postgres.url).fresh() as url:
        database = connect(url)
        try:
            assert await counted(database) == 42
            private_postgres.kill()
            private_postgres.start()
            with pytest.raises(SQLAlchemyError):
                await counted(database)
            assert await counted(database) == 42
        finally:
            await database.aclose()


async def test_what_is_prepared_outlives_a_rest(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking a connection that has rested costs a moment, and not all that it has learnt."""
    monkeypatch.setattr(engine, "_RESTED", 0.0)
    database = connect(postgres_url)
    try:
        for sessions in (database.writer, database.reader):
            for _ in range(2 * OFTEN):
                async with sessions() as db, db.begin():
                    await _ask(db)
            async with sessions() as db:
                found = await (await db.connection()).execute(text(PREPARED))
                assert "SELECT 1" in found.scalars().all()
    finally:
        await database.aclose()


async def _ask(db: AsyncSession) -> None:
    await (await db.connection()).execute(text("SELECT 1"))


async def _break_off(database: Database) -> None:
    async with database.writer() as db, db.begin():
        await _ask(db)
        raise ZeroDivisionError


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    with databases.fresh() as url:
        connected = connect(url)
        yield connected
        await connected.aclose()


@pytest.mark.parametrize("is_change", [True, False])
async def test_a_session_whose_work_is_done_ends_without_a_turn_of_the_loop(
    database: Database, *, is_change: bool
) -> None:
    """Under load a turn takes as long as a question, and the connection is others' turn."""
    turned: list[bool] = []
    async with database.writer() if is_change else database.reading() as db:
        if is_change:
            async with db.begin():
                await _ask(db)
        else:
            await _ask(db)
        asyncio.get_running_loop().call_soon(turned.append, True)
    assert not turned


async def test_a_session_that_is_broken_off_gives_its_connection_back(database: Database) -> None:
    for _ in range(2 * engine._POOL):
        with pytest.raises(ZeroDivisionError):
            await _break_off(database)
    assert await counted(database) == 42
