"""Insertions that say what becomes of a row that is there already: each database has its own."""

from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Insertion: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_into(db: AsyncSession, table: type[SQLModel]) -> Insertion:
    """An insertion for the database of a session; see `insertion`."""
    return insertion(db.get_bind().dialect.name, table)


def insertion(dialect: str, table: type[SQLModel]) -> Insertion:
    """An insertion with `on_conflict_do_nothing` and `on_conflict_do_update`.

    Args:
        dialect: name of the database's, for statements that are composed once for each.
        table: gets the row.
    """
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
