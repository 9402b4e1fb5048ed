"""Insertions that say what becomes of a row that is there already: each database has its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import JSON, Select, Text, bindparam, cast, column, func, inspect, select
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
    the server; sent one by one, each would be a message of its own. They go as JSON, which is
    written several times as quickly as arrays are.

    Args:
        table: whose columns they are.
        names: of the columns; what they hold is given by `lists`.
    """
    columns = inspect(table).columns
    name = str(table.__tablename__)
    given = func.json_to_recordset(cast(bindparam(name, type_=Text), JSON))
    types = {one: columns[one].type for one in names}
    rows = given.table_valued(
        *(column(one, Text() if isinstance(type_, JSON) else type_) for one, type_ in types.items())
    ).render_derived(with_types=True)
    return select(
        *(
            cast(rows.c[one], JSON) if isinstance(type_, JSON) else rows.c[one]
            for one, type_ in types.items()
        )
    )


def lists(table: type[SQLModel], names: Sequence[str], rows: Rows) -> Mapping[str, str]:
    """What `listed` is executed with.

    What is JSON itself goes as a text, in which nothing stands for a NUL: as JSON may hold one, and
    a text of PostgreSQL may not, it would refuse to read it.
    """
    told = [{name: row[name] for name in names} for row in rows]
    columns = inspect(table).columns
    for name in [one for one in names if isinstance(columns[one].type, JSON)]:
        for row in told:
            row[name] = json.dumps(row[name])
    return {str(table.__tablename__): json.dumps(told, ensure_ascii=False, default=_moment)}


# Rows that are stored together were made at one moment, as a rule.
@lru_cache(maxsize=64)
def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"naive datetime: {value!r}")
    return value.isoformat()
