"""Rows as lines of JSON."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import forum.schema  # noqa: F401
from forum.db.base import Choice, Id, UtcDateTime
from forum.interop.backup.values import decode, encode
from forum.spaces.rules import Access

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("name", AutoString),
    Column("path", LargeBinary),
    Column("made_at", UtcDateTime),
    Column("access", Choice(Access)),
    Column("data", JSON),
    Column("is_new", Boolean),
    Column("size", BigInteger),
    Column("place", Integer),
    Column("day", Date),
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)
rows = st.fixed_dictionaries(
    {
        "id": st.integers(1, 2**63 - 1),
        "name": st.none() | texts,
        "path": st.none() | st.binary(max_size=20),
        "made_at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "access": st.none() | st.sampled_from(Access),
        "data": json_values,
        "is_new": st.booleans(),
        "size": st.none() | st.integers(-(2**63), 2**63 - 1),
        "place": st.integers(-(2**31), 2**31 - 1),
        "day": st.none() | st.dates(),
    }
)


@given(st.lists(rows, min_size=1, max_size=4))
def test_rows_come_back_as_they_were(written: list[dict[str, Any]]) -> None:
    assert decode(TABLE, encode(TABLE, written)) == written


def test_every_kind_of_column_that_the_product_has_is_tried_here() -> None:
    used = {
        type(column.type) for table in SQLModel.metadata.tables.values() for column in table.columns
    }
    tried = {type(column.type) for column in TABLE.columns}
    assert used <= tried


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no rows"),
        (b"[1]\n", "argument 2 is"),
        (b"{}\n", "argument 2 is"),
        (b"x\n", "Expecting value"),
        (b"\xff\n", "can't decode"),
        (b'[1,"","?",null,null,null,true,1,1,null]\n', "base64|padding"),
    ],
)
def test_what_is_no_row_of_the_table_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        decode(TABLE, data)


def test_a_time_is_refused_that_is_none() -> None:
    row = {column.name: None for column in TABLE.columns}
    made = datetime(2026, 11, 21, tzinfo=UTC)
    data = encode(TABLE, [{**row, "id": 1, "made_at": made}])
    assert decode(TABLE, data)[0]["made_at"] == made
    with pytest.raises(ValueError, match="Invalid isoformat"):
        decode(TABLE, data.replace(b"2026", b"soon"))
