"""Every table of the product, for migrations and for the check that they agree."""

from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text
from sqlmodel import SQLModel

from forum.accounts import tables as accounts
from forum.blocked_words import tables as blocked_words
from forum.bookmarks import tables as bookmarks
from forum.db import tables as db
from forum.db.engine import connect
from forum.decisions import tables as decisions
from forum.delegations import tables as delegations
from forum.discussions import tables as discussions
from forum.drafts import tables as drafts
from forum.interop import tables as interop
from forum.invitations import tables as invitations
from forum.jobs import tables as jobs
from forum.live.captions import tables as captions
from forum.live.chat import tables as chat
from forum.live.deciding.motions import tables as motions
from forum.live.floor import tables as floor
from forum.live.questions import tables as questions
from forum.live.reactions import tables as reactions
from forum.live.record import tables as record
from forum.live.sessions import tables as sessions
from forum.live.speech import tables as speech
from forum.live.summaries import tables as summaries
from forum.live.times import tables as times
from forum.moderation import tables as moderation
from forum.moderation.bulk import tables as bulk
from forum.notifications import tables as notifications
from forum.privacy import tables as privacy
from forum.resources import tables as resources
from forum.roles import tables as roles
from forum.search import tables as search
from forum.site import tables as site
from forum.spaces import tables as spaces
from forum.translations import tables as translations
from forum.uploads import tables as uploads
from forum.webhooks import tables as webhooks

MIGRATIONS = Path(__file__).parent.parent / "migrations"
FEATURES = (
    accounts,
    blocked_words,
    bookmarks,
    db,
    decisions,
    delegations,
    discussions,
    drafts,
    floor,
    motions,
    interop,
    invitations,
    jobs,
    bulk,
    moderation,
    notifications,
    privacy,
    record,
    resources,
    roles,
    search,
    sessions,
    site,
    spaces,
    summaries,
    times,
    translations,
    uploads,
    webhooks,
    captions,
    chat,
    questions,
    reactions,
    speech,
)


class NoSuchRevision(Exception):
    """There is no revision of that name; the message is for a person."""


def metadata() -> MetaData:
    """What the tables of all features say the database should be."""
    return SQLModel.metadata


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
