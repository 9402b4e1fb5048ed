"""`forum migrate`: bring the database to the newest shape."""

import argparse
import asyncio
import sys

from sqlalchemy.exc import SQLAlchemyError

from forum.commands.base import Command, CommandFailed, first_line
from forum.revisions import NoSuchRevision, is_current, migrate
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which revision."""
    parser.add_argument("to", nargs="?", default="head", help="a revision; the newest by default")


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Migrate."""
    try:
        asyncio.run(_migrate(settings.database_url, chosen.to))
    except (NoSuchRevision, SQLAlchemyError, OSError) as error:
        raise CommandFailed(f"nothing was migrated: {first_line(error)}") from error
    sys.stdout.write("database up to date\n")
    return 0


async def _migrate(url: str, to: str) -> None:
    # Alembic reads every revision there is, also where there is nothing to do.
    if to != "head" or not await is_current(url):
        await migrate(url, to)


COMMANDS = [Command("migrate", "bring the database to the newest shape", arguments, run)]
