"""`forum migrate`: bring the database to the newest shape."""

import argparse
import asyncio
import sys

from forum.commands.base import Command
from forum.schema import migrate
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which revision."""
    parser.add_argument("to", nargs="?", default="head", help="a revision; the newest by default")


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Migrate."""
    asyncio.run(migrate(settings.database_url, chosen.to))
    sys.stdout.write("database up to date\n")
    return 0


COMMANDS = [Command("migrate", "bring the database to the newest shape", arguments, run)]
