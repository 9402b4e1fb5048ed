"""Migrations: both ways, on each database, and equal to the tables."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from forum.db.engine import connect
from forum.schema import MIGRATIONS, is_current, metadata, migrate, newest_revision
from forum.search.tables import is_kept_by_database

Result = TypeVar("Result")


def revisions() -> list[tuple[str, str | None]]:
    """Number of every revision and of the one before it, from the first to the newest."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    found = [*ScriptDirectory.from_config(config).walk_revisions()]
    return [(one.revision, one.down_revision) for one in reversed(found)]  # type: ignore[misc]


async def ask(url: str, question: Callable[[Connection], Result]) -> Result:
    """What a database answers."""
    database = connect(url)
    try:
        async with database.engines[0].connect() as connection:
            return await connection.run_sync(question)
    finally:
        await database.aclose()


def shape(connection: Connection) -> dict[str, list[str]]:
    """How the database would make each of its tables and their indexes, line by line."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not is_kept_by_database(name))
    made: dict[str, list[str]] = {}
    for table in found.sorted_tables:
        steps: list[DDLElement] = [CreateTable(table), *map(CreateIndex, table.indexes)]
        text = "\n".join(str(step.compile(connection)) for step in steps)
        made[table.name] = sorted(line.strip(" ,\t") for line in text.splitlines())
    made.pop("alembic_version", None)
    return made


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic is to compare a part of the database with the tables."""
    return kind != "table" or not is_kept_by_database(name)


def drift(connection: Connection) -> list[Any]:
    """What Alembic would have to change for the database to be as the tables say."""
    opts = {"compare_type": True, "include_name": is_ours}
    context = MigrationContext.configure(connection, opts=opts)
    found: list[Any] = compare_metadata(context, metadata())
    return found


async def test_the_newest_revision_is_what_the_tables_say(database_url: str) -> None:
    await migrate(database_url)
    assert await ask(database_url, drift) == []
    assert await is_current(database_url)


async def test_going_down_leaves_nothing_and_going_up_again_gives_the_same(
    database_url: str,
) -> None:
    await migrate(database_url)
    before = await ask(database_url, shape)
    await migrate(database_url, "base")
    assert await ask(database_url, shape) == {}
    assert not await is_current(database_url)
    await migrate(database_url)
    assert await ask(database_url, shape) == before


async def test_every_revision_undoes_what_it_does(database_url: str) -> None:
    shapes = [await ask(database_url, shape)]
    for revision, _ in revisions():
        await migrate(database_url, revision)
        shapes.append(await ask(database_url, shape))
    for revision, before in reversed(revisions()):
        shapes.pop()
        await migrate(database_url, before or "base")
        assert await ask(database_url, shape) == shapes[-1], revision


async def test_a_database_at_the_newest_revision_stays_as_it_is(database_url: str) -> None:
    await migrate(database_url)
    before = await ask(database_url, shape)
    await migrate(database_url)
    assert await ask(database_url, shape) == before


def test_revisions_are_numbered_in_order_without_a_branch() -> None:
    assert newest_revision() == revisions()[-1][0]
    expected = [f"{number:04}" for number in range(1, len(revisions()) + 1)]
    assert [revision for revision, _ in revisions()] == expected
    assert [before for _, before in revisions()] == [None, *expected[:-1]]


def test_the_name_of_a_file_begins_with_its_revision() -> None:
    names = sorted(path.stem for path in (MIGRATIONS / "versions").glob("[!_]*.py"))
    assert [name[:4] for name in names] == [revision for revision, _ in revisions()]
    assert all(re.fullmatch(r"\d{4}(_[a-z]+)+", name) for name in names)
