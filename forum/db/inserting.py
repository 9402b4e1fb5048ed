"""Insertions that say what becomes of a row that is there already: each database has its own."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ARRAY, Select, bindparam, func, inspect, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Insertion: TypeAlias = "sqlite.Insert | postgresql.Insert"
Rows: TypeAlias = Sequence[Mapping[str, Any]]
"""By the names of their columns."""


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


def listed(table: type[SQLModel], names: Sequence[str]) -> Select[Any]:
    """Any number of rows, on PostgreSQL, in a statement whose text is always the same.

    With its rows written out, a statement would be read anew for each number of them, here and by
    the server; sent one by one, each would be a message of its own.

    Args:
        table: whose columns they are.
        names: of the columns; what they hold is given by `lists`.
    """
    columns = inspect(table).columns
    given = [
        bindparam(f"{table.__tablename__}_{name}", type_=ARRAY(columns[name].type))
        for name in names
    ]
    return select(*func.unnest(*given).table_valued(*names).render_derived().columns)


def lists(table: type[SQLModel], names: Sequence[str], rows: Rows) -> Mapping[str, Sequence[Any]]:
    """What `listed` is executed with."""
    return {f"{table.__tablename__}_{name}": [row[name] for row in rows] for name in names}
