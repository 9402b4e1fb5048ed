"""Every table of the product, for migrations and for the check that they agree."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel

from forum.accounts import tables as accounts
from forum.db import tables as db
from forum.db.engine import connect
from forum.discussions import tables as discussions
from forum.drafts import tables as drafts
from forum.interop import tables as interop
from forum.jobs import tables as jobs
from forum.moderation import tables as moderation
from forum.notifications import tables as notifications
from forum.privacy import tables as privacy
from forum.resources import tables as resources
from forum.search import tables as search
from forum.spaces import tables as spaces
from forum.translations import tables as translations
from forum.uploads import tables as uploads

MIGRATIONS = Path(__file__).parent.parent / "migrations"
FEATURES = (
    accounts,
    db,
    discussions,
    drafts,
    interop,
    jobs,
    moderation,
    notifications,
    privacy,
    resources,
    search,
    spaces,
    translations,
    uploads,
)


def metadata() -> MetaData:
    """What the tables of all features say the database should be."""
    return SQLModel.metadata


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def migrate(url: str, to: str = "head") -> None:
    """Bring a database to a revision, upwards or (named by an older one) downwards.

    Args:
        url: SQLAlchemy address with an async driver.
        to: `head`, `base`, or the number of a revision.
    """
    database = connect(url)
    try:
        async with database.engines[0].connect() as connection:
            await connection.run_sync(_migrate, to)
            await connection.commit()
    finally:
        await database.aclose()


def _migrate(connection: Connection, to: str) -> None:
    config = _config(connection)
    script = ScriptDirectory.from_config(config)
    here = MigrationContext.configure(connection).get_current_revision()
    above = [one.revision for one in script.iterate_revisions(here, "base")] if here else []
    if to == "base" or (to in above and to != here):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)


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
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this program works with."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    assert newest is not None  # noqa: S101 (there are migrations)
    return newest
