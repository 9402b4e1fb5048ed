"""Conditions on any number of values, in statements that always read the same."""

from collections.abc import AsyncIterator
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, String, Table, event, insert, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.db.among import among, pair_among
from forum.db.base import Choice, Id
from forum.db.engine import connect
from tests.services.databases import Databases

pytestmark = pytest.mark.services


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("name", String),
    Column("colour", Choice(Colour)),
)
NAMES = ("", "a", "é", "“b”", "{c,d}", 'e"f', "g\\h", "NULL", "คำ", "'i'")
BIG = 2**62
ROWS = [
    {"id": BIG + place, "name": name, "colour": (Colour.RED, Colour.BLUE)[place % 2]}
    for place, name in enumerate(NAMES)
]
_IDS = select(THINGS.c.id).order_by(THINGS.c.id)
BY_NAME = _IDS.where(among(THINGS.c.name, "wanted"))
BY_PAIR = _IDS.where(pair_among(THINGS.c.name, THINGS.c.colour, "wanted"))


@pytest.fixture
async def connection(databases: Databases) -> AsyncIterator[AsyncConnection]:
    with databases.fresh() as url:
        database = connect(url)
        async with database.writer() as db, db.begin():
            opened = await db.connection()
            await opened.run_sync(THINGS.metadata.create_all)
            await opened.execute(insert(THINGS), ROWS)
            yield opened
        await database.aclose()


@given(st.lists(st.sampled_from([*NAMES, "no such"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_those_are_found_that_are_named(
    connection: AsyncConnection, wanted: list[str]
) -> None:
    found = await connection.execute(BY_NAME, {"wanted": wanted})
    assert [*found.scalars()] == [row["id"] for row in ROWS if row["name"] in wanted]


async def test_numbers_and_words_are_looked_for_as_columns_hold_them(
    connection: AsyncConnection,
) -> None:
    by_number = _IDS.where(among(THINGS.c.id, "wanted"))
    found = await connection.execute(by_number, {"wanted": (BIG + 1, BIG + 3, 1)})
    assert [*found.scalars()] == [BIG + 1, BIG + 3]
    by_colour = _IDS.where(not_(among(THINGS.c.colour, "wanted")), THINGS.c.id < BIG + 4)
    found = await connection.execute(by_colour, {"wanted": {Colour.RED}})
    assert [*found.scalars()] == [BIG + 1, BIG + 3]


@given(st.lists(st.tuples(st.sampled_from([*NAMES, "no such"]), st.sampled_from(Colour))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_those_are_found_of_which_the_pair_is_named(
    connection: AsyncConnection, wanted: list[tuple[str, Colour]]
) -> None:
    found = await connection.execute(BY_PAIR, {"wanted": wanted})
    ids = [row["id"] for row in ROWS if (row["name"], row["colour"]) in wanted]
    assert [*found.scalars()] == ids


async def test_the_statement_is_the_same_for_any_number(connection: AsyncConnection) -> None:
    said: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.add(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    for many in (0, 1, 3):
        await connection.execute(BY_NAME, {"wanted": NAMES[:many]})
        await connection.execute(BY_PAIR, {"wanted": [*zip(NAMES, NAMES, strict=True)][:many]})
    assert len(said) == 2


async def test_an_index_is_looked_into(connection: AsyncConnection) -> None:
    """Compared with true, as SQLAlchemy does with functions, a condition would look at each row."""
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql("SET enable_seqscan = off")
        explain, given = "EXPLAIN", {"wanted": [BIG]}
    else:
        explain, given = "EXPLAIN QUERY PLAN", {"wanted": f"[{BIG}]"}
    by_number = _IDS.where(among(THINGS.c.id, "wanted")).compile(connection.sync_connection)
    values = tuple(given.values()) if by_number.positional else given
    plan = await connection.exec_driver_sql(f"{explain} {by_number}", values)
    assert any(word in str(row) for row in plan for word in ("SEARCH thing", "Index Cond"))
