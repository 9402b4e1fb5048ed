"""Rows as lines of JSON, the same from either database."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from operator import methodcaller
from typing import Any, TypeAlias

from sqlalchemy import Date, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from forum.db.base import UtcDateTime
from forum.db.snapshot import Row


def encode(table: Table, rows: Iterable[Row]) -> bytes:
    """Write rows, one on each line: their values in the order of the table's columns."""
    columns = [(column.name, _plain(column.type)) for column in table.columns]
    lines = [
        json.dumps(
            [_through(write, row[name]) for name, write in columns],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for row in rows
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def decode(table: Table, data: bytes) -> Sequence[Mapping[str, Any]]:
    """Read rows back.

    Raises:
        ValueError: these are no rows of this table, or none at all.
    """
    if not data:
        raise ValueError("no rows")
    columns = [(column.name, _full(column.type)) for column in table.columns]
    return [
        {
            name: _through(read, value)
            for (name, read), value in zip(columns, json.loads(line), strict=True)
        }
        for line in data.decode().split("\n")[:-1]
    ]


Way: TypeAlias = Callable[[Any], Any]
"""From a value of a column to one of JSON, or back."""


def _through(way: Way | None, value: Any) -> Any:
    return value if way is None or value is None else way(value)


def _plain(kind: TypeEngine[Any]) -> Way | None:
    """How values of a column are written, if not as they are."""
    if isinstance(kind, UtcDateTime | Date):
        return methodcaller("isoformat")
    if isinstance(kind, LargeBinary):
        return lambda value: b64encode(value).decode()
    return None


def _full(kind: TypeEngine[Any]) -> Way | None:
    """How they are read."""
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, LargeBinary):
        return partial(b64decode, validate=True)
    return None
