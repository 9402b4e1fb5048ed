"""Migrations: both ways, on each database, and equal to the tables."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from forum.db.engine import connect
from forum.revisions import MIGRATIONS, is_current, migrate, newest_revision
from forum.schema import metadata
from forum.search.tables import is_kept_by_database
from tests.factories import prepared
from tests.services.databases import Databases

Result = TypeVar("Result")
Shape = dict[str, list[str]]
"""By table: the lines that would make it and its indexes, in the order of the alphabet."""

VERSION_TABLE = "alembic_version"
TRACES = {
    "sqlite": "SELECT tbl_name, group_concat(sql, ';') FROM sqlite_master"
    " WHERE tbl_name IN (SELECT name FROM sqlite_master WHERE type = 'table') GROUP BY tbl_name",
    "postgresql": """
        SELECT one.relname, concat_ws(' ', one.oid, one.xmin,
            (SELECT string_agg(concat(attnum, ' ', xmin), ',' ORDER BY attnum)
             FROM pg_attribute WHERE attrelid = one.oid),
            (SELECT string_agg(concat(oid, ' ', xmin), ',' ORDER BY oid)
             FROM pg_constraint WHERE conrelid = one.oid),
            (SELECT string_agg(concat(oid, ' ', xmin), ',' ORDER BY oid)
             FROM pg_attrdef WHERE adrelid = one.oid),
            (SELECT string_agg(concat(indexrelid, ' ', index.xmin, ' ', its.xmin), ','
                               ORDER BY indexrelid)
             FROM pg_index index JOIN pg_class its ON its.oid = indexrelid
             WHERE indrelid = one.oid))
        FROM pg_class one
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
}
"""By dialect: each table, and something that every statement on its making changes."""


def scripts() -> ScriptDirectory:
    """The files of all revisions."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


@pytest.fixture(scope="module", autouse=True)
def _scripts_are_read_once() -> Iterator[None]:
    """Whoever goes from one revision to the next would read the files of all of them each time."""
    found = scripts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", lambda _config: found)
        yield


def revisions() -> list[tuple[str, str | None]]:
    """Number of every revision and of the one before it, from the first to the newest."""
    found = [*scripts().walk_revisions()]
    return [(one.revision, one.down_revision) for one in reversed(found)]  # type: ignore[misc]


async def ask(url: str, question: Callable[[Connection], Result]) -> Result:
    """What a database answers."""
    database = connect(url)
    try:
        async with database.engines[0].connect() as connection:
            return await connection.run_sync(question)
    finally:
        await database.aclose()


def shape(connection: Connection, only: Collection[str] | None = None) -> Shape:
    """How the database would make each of its tables, or those named, and their indexes."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: _is_told(name, only))
    made: Shape = {}
    for table in found.sorted_tables:
        if only is not None and table.name not in only:
            continue  # one of those named refers to it
        steps: list[DDLElement] = [CreateTable(table), *map(CreateIndex, table.indexes)]
        script = "\n".join(str(step.compile(connection)) for step in steps)
        made[table.name] = sorted(line.strip(" ,\t") for line in script.splitlines())
    made.pop(VERSION_TABLE, None)
    return made


def _is_told(name: str, only: Collection[str] | None) -> bool:
    return not is_kept_by_database(name) and (only is None or name in only)


def traces(connection: Connection) -> dict[str, str]:
    """By table, what changes whenever a migration touches it."""
    found = connection.execute(text(TRACES[connection.dialect.name])).all()
    return {name: trace for name, trace in found if name != VERSION_TABLE}


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic is to compare a part of the database with the tables."""
    return kind != "table" or not is_kept_by_database(name)


def drift(connection: Connection) -> list[Any]:
    """What Alembic would have to change for the database to be as the tables say."""
    opts = {"compare_type": True, "include_name": is_ours}
    context = MigrationContext.configure(connection, opts=opts)
    found: list[Any] = compare_metadata(context, metadata())
    return found


@pytest.fixture
def migrated_url(databases: Databases) -> Iterator[str]:
    """A database that was empty, and went to the newest revision at once."""
    with databases.fresh(prepared) as url:
        yield url


async def test_the_newest_revision_is_what_the_tables_say(migrated_url: str) -> None:
    assert await ask(migrated_url, drift) == []
    assert await is_current(migrated_url)


async def test_going_down_leaves_nothing_and_going_up_again_gives_the_same(
    migrated_url: str,
) -> None:
    before = await ask(migrated_url, shape)
    await migrate(migrated_url, "base")
    assert await ask(migrated_url, shape) == {}
    assert not await is_current(migrated_url)
    await migrate(migrated_url)
    assert await ask(migrated_url, shape) == before


class Shapes:
    """Follows the shape of a database; only tables that were touched are read again."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._made: Shape = {}

    def now(self, connection: Connection) -> Shape:
        """The same as `shape` finds."""
        seen = traces(connection)
        touched = {name for name, trace in seen.items() if self._seen.get(name) != trace}
        fresh = shape(connection, touched) if touched else {}
        kept = seen.keys() - touched
        self._made = {name: made for name, made in self._made.items() if name in kept} | fresh
        self._seen = seen
        return self._made


async def test_every_revision_undoes_what_it_does(database_url: str) -> None:
    following = Shapes()
    shapes = [await ask(database_url, following.now)]
    for revision, _ in revisions():
        await migrate(database_url, revision)
        shapes.append(await ask(database_url, following.now))
    assert shapes[-1] == await ask(database_url, shape)
    for revision, before in reversed(revisions()):
        shapes.pop()
        await migrate(database_url, before or "base")
        assert await ask(database_url, following.now) == shapes[-1], revision
    assert shapes == [{}]


async def test_a_database_at_the_newest_revision_stays_as_it_is(migrated_url: str) -> None:
    before = await ask(migrated_url, shape)
    await migrate(migrated_url)
    assert await ask(migrated_url, shape) == before


def test_revisions_are_numbered_in_order_without_a_branch() -> None:
    assert newest_revision() == revisions()[-1][0]
    expected = [f"{number:04}" for number in range(1, len(revisions()) + 1)]
    assert [revision for revision, _ in revisions()] == expected
    assert [before for _, before in revisions()] == [None, *expected[:-1]]


def test_the_name_of_a_file_begins_with_its_revision() -> None:
    names = sorted(path.stem for path in (MIGRATIONS / "versions").glob("[!_]*.py"))
    assert [name[:4] for name in names] == [revision for revision, _ in revisions()]
    assert all(re.fullmatch(r"\d{4}(_[a-z]+)+", name) for name in names)
