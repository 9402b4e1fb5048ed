"""Insertions that say what becomes of a row that is there already: each database has its own."""

from typing import TYPE_CHECKING, TypeAlias

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Insertion: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(db: AsyncSession, table: type[SQLModel]) -> Insertion:
    """An insertion for the database of a session; see `insertion`."""
    return insertion(db.get_bind().dialect.name, table)


def insertion(dialect: str, table: type[SQLModel]) -> Insertion:
    """An insertion with `on_conflict_do_nothing` and `on_conflict_do_update`.

    Args:
        dialect: name of the database's, for statements that are composed once for each.
        table: gets the row.
    """
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415 (1 MiB that PostgreSQL never needs)

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 (2 MiB that SQLite never needs)

    return postgresql.insert(table)
