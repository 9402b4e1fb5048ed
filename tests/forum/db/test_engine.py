"""Connections that outlive the server they lead to."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.db import engine
from forum.db.engine import Database, connect
from tests.services.databases import PostgresDatabases
from tests.services.postgres import PostgresServer

pytestmark = pytest.mark.services


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
