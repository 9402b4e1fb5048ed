"""All rows of all tables, out of one database and into another of either kind."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Column, Table, exists, func, insert, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.db.engine import Database

Row = Mapping[str, Any]
BATCH = 1000
"""Rows that are read, or stored, at a time."""


@asynccontextmanager
async def one_moment(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection that sees everything as it is now, however long the block lasts."""
    async with database.engines[-1].connect() as connection:
        if database.dialect == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        async with connection.begin():
            yield connection


async def row_count(connection: AsyncConnection, table: Table) -> int:
    """How many rows a table has."""
    found = await connection.execute(select(func.count()).select_from(table))
    return int(found.scalar_one())


async def batches(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row]]:
    """The rows of a table in the order of its key, a thousand at a time, but for the last few."""
    key = list(table.primary_key)
    query = select(table).order_by(*key).limit(BATCH)
    wanted = query
    while True:
        rows = (await connection.execute(wanted)).mappings().all()
        if rows:
            yield [dict(row) for row in rows]
        if len(rows) < BATCH:
            return
        wanted = query.where(tuple_(*key) > tuple(rows[-1][column.name] for column in key))


async def next_ids(connection: AsyncConnection, tables: Iterable[Table]) -> Mapping[str, int]:
    """The id that the next row of each table will get, where the database gives ids."""
    found = {}
    for table in tables:
        if (column := table.autoincrement_column) is not None:
            found[table.name] = await _next_id(connection, table, column)
    return found


async def _next_id(connection: AsyncConnection, table: Table, column: Column[Any]) -> int:
    if connection.dialect.name == "sqlite":
        highest = (await connection.execute(select(func.max(column)))).scalar_one()
        return int(highest or 0) + 1
    sequence = await connection.execute(_sequence(table, column))
    counted = text(f"SELECT last_value + is_called::int FROM {sequence.scalar_one()}")  # noqa: S608 (a name of ours)
    return int((await connection.execute(counted)).scalar_one())


def _sequence(table: Table, column: Column[Any]) -> Any:
    return select(func.pg_get_serial_sequence(table.name, column.name))


async def is_empty(connection: AsyncConnection, tables: Iterable[Table]) -> bool:
    """Whether no table has any row."""
    for table in tables:
        if (await connection.execute(select(exists().select_from(table)))).scalar_one():
            return False
    return True


async def store(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows with the ids that they have."""
    await connection.execute(insert(table), rows)


async def count_on(
    connection: AsyncConnection, tables: Iterable[Table], ids: Mapping[str, int]
) -> None:
    """Have the next rows get `ids`; SQLite goes on from the highest id by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None and table.name in ids:
            name = (await connection.execute(_sequence(table, column))).scalar_one()
            await connection.execute(select(func.setval(name, ids[table.name], False)))  # noqa: FBT003
