"""Rows as lines of JSON, the same from either database."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from forum.db.base import UtcDateTime
from forum.db.snapshot import Row


def encode(table: Table, rows: Iterable[Row]) -> bytes:
    """Write rows, one on each line: their values in the order of the table's columns."""
    columns = [(column.name, column.type) for column in table.columns]
    lines = [
        json.dumps(
            [_plain(row[name], kind) for name, kind in columns],
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
    columns = [(column.name, column.type) for column in table.columns]
    return [
        {
            name: _full(value, kind)
            for (name, kind), value in zip(columns, json.loads(line), strict=True)
        }
        for line in data.decode().split("\n")[:-1]
    ]


def _plain(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime | Date):
        return value.isoformat()
    if isinstance(kind, LargeBinary):
        return b64encode(value).decode()
    return value


def _full(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return b64decode(value, validate=True)
    return value
