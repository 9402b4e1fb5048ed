"""`forum demo`: fill an empty database with the demonstration."""

import argparse
import asyncio
import sys
from importlib import import_module

from sqlalchemy.exc import SQLAlchemyError

from forum.commands.base import Command, CommandFailed
from forum.db.engine import connect
from forum.demo.queries import is_finished
from forum.settings import Settings

HOLDS_SOMETHING = "the database holds something: nothing was changed"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with a database that holds something."""
    parser.add_argument(
        "--if-empty",
        action="store_true",
        help="do nothing if the database holds something, except finish what was broken off",
    )


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Fill the database, and say who can sign in."""
    if settings.mode != "demo":
        raise CommandFailed(
            "everybody knows the passwords of a demonstration: it is made with FORUM_MODE=demo only"
        )
    if asyncio.run(_is_finished(settings.database_url)):
        if chosen.if_empty:
            return 0
        raise CommandFailed(HOLDS_SOMETHING)
    # The whole product is imported where there is something to do: it takes seconds.
    making = import_module("forum.commands.demonstrating")
    sys.stdout.write(asyncio.run(making.demonstrate(settings)))
    return 0


async def _is_finished(url: str) -> bool:
    database = connect(url)
    try:
        async with database.reading() as db:
            return await is_finished(db)
    except (SQLAlchemyError, OSError):
        return False  # opening the product says what is wrong, and what to do
    finally:
        await database.aclose()


COMMANDS = [Command("demo", "fill an empty database with a demonstration", arguments, run)]
