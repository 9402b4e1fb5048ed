"""`forum demo`: fill an empty database with the demonstration."""

import argparse
import asyncio
import sys

from forum.commands.base import Command, CommandFailed
from forum.commands.opening import opened
from forum.commands.progress import Progress
from forum.demo.content import read_script
from forum.demo.fill import Filled, NotEmpty, fill
from forum.demo.meetings import set_up
from forum.demo.people import ADMINISTRATOR, MEMBERS, MODERATOR, PASSWORD
from forum.demo.queries import is_empty
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with a database that holds something."""
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if the database holds something"
    )


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Fill the database, and say who can sign in."""
    if settings.mode != "demo":
        raise CommandFailed(
            "everybody knows the passwords of a demonstration: it is made with FORUM_MODE=demo only"
        )
    try:
        filled = asyncio.run(_fill(settings))
    except NotEmpty as error:
        if chosen.if_empty:
            return 0
        raise CommandFailed("the database holds something: nothing was changed") from error
    sys.stdout.write(_told(filled))
    return 0


async def _fill(settings: Settings) -> Filled:
    async with opened(settings) as product:
        async with product.runtime.database.reading() as db:
            if not await is_empty(db):
                raise NotEmpty
        script = read_script()
        total = sum(len(topic.posts) for topic in script.topics)
        with Progress("demonstration", total) as progress:
            filled = await fill(product.runtime, script, progress.at)
        await set_up(product.runtime)
        return filled


def _told(filled: Filled) -> str:
    return (
        f"{filled.members} members, {filled.spaces} spaces, {filled.topics} topics, "
        f"{filled.posts} posts, {filled.translations} translations, 2 live sessions\n"
        f"Sign in with the password “{PASSWORD}” as\n"
        f"  {ADMINISTRATOR.email}  administrator\n"
        f"  {MODERATOR.email}  moderator\n"
        f"  {MEMBERS[0].email}  member, and {len(MEMBERS) - 1} more, one for each language\n"
    )


COMMANDS = [Command("demo", "fill an empty database with a demonstration", arguments, run)]
