"""`forum export`: what people have written, for other systems."""

import argparse
import asyncio
import json
import sys

from forum.commands.base import Command
from forum.commands.opening import opened
from forum.interop.exports import MODERATOR, VISITOR, export
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much."""
    parser.add_argument(
        "--all", action="store_true", help="all that moderators see; else what visitors see"
    )


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Write JSON Lines to standard output."""
    try:
        asyncio.run(_export(settings, is_all=chosen.all))
    except BrokenPipeError:  # whoever reads has enough, as `head` does
        sys.stderr.close()
    return 0


async def _export(settings: Settings, *, is_all: bool) -> None:
    async with opened(settings) as product, product.runtime.database.reading() as db:
        async for record in export(db, MODERATOR if is_all else VISITOR):
            sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


COMMANDS = [Command("export", "write what people wrote as JSON Lines", arguments, run)]
