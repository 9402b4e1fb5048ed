"""Revisions of the database: which there are, which one a database is at, how it gets to another.

What the tables should be stands in `forum.schema`, which only Alembic's script reads: it takes
seconds to import, and asking for a revision should not.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from forum.db.engine import connect

MIGRATIONS = Path(__file__).parent.parent / "migrations"


class NoSuchRevision(Exception):
    """There is no revision of that name; the message is for a person."""


async def migrate(url: str, to: str = "head") -> None:
    """Bring a database to a revision, upwards or (named by an older one) downwards.

    Args:
        url: SQLAlchemy address with an async driver.
        to: `head`, `base`, or the number of a revision.

    Raises:
        NoSuchRevision: there is none.
    """
    database = connect(url)
    try:
        async with database.engines[0].connect() as connection:
            await connection.run_sync(_migrate, to)
            await connection.commit()
    finally:
        await database.aclose()


def _migrate(connection: Connection, to: str) -> None:
    # A server reads this module too, and would carry Alembic's 9 MiB along for nothing.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    here = _revision(connection)
    is_below = here is not None and to.isdigit() and to < here
    change = command.downgrade if to == "base" or is_below else command.upgrade
    try:
        change(config, to)
    except CommandError as error:
        raise NoSuchRevision(str(error)) from error


async def is_current(url: str) -> bool:
    """Whether a database is at the newest revision."""
    return await revision_of(url) == newest_revision()


async def revision_of(url: str) -> str | None:
    """The revision that a database is at; `None` for one without tables of ours."""
    database = connect(url)
    try:
        async with database.engines[0].connect() as connection:
            return await connection.run_sync(_revision)
    finally:
        await database.aclose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newest_revision() -> str:
    """The revision that this program works with: revisions are numbered as their files are."""
    files = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return max(path.name.partition("_")[0] for path in files)
