"""`forum memory`: the translation memory as TMX, for other tools and from them."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import BinaryIO

from forum.commands.base import Command, CommandFailed
from forum.commands.opening import opened
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.runtime import Runtime
from forum.settings import Settings
from forum.spaces import queries as spaces
from forum.translations.exchanging import Taken, read_memory, write_memory
from i18n.exchange.tmx import NotTmx


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--space", default="", metavar="SLUG", help="of one space; else the common memory"
    )


def _file(parser: argparse.ArgumentParser) -> None:
    _place(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="TMX 1.4")


def give(settings: Settings, chosen: argparse.Namespace) -> int:
    """Write TMX to standard output."""
    try:
        asyncio.run(_give(settings, chosen.space, sys.stdout.buffer))
    except BrokenPipeError:  # whoever reads has enough, as `head` does
        sys.stderr.close()
    return 0


async def _give(settings: Settings, slug: str, out: BinaryIO) -> None:
    async with opened(settings) as product, product.runtime.database.reading() as db:
        async for piece in write_memory(db, await _memory(product.runtime, slug)):
            out.write(piece)
    out.flush()


def take(settings: Settings, chosen: argparse.Namespace) -> int:
    """Add a file to the memory, and say what came of it."""
    try:
        taken = asyncio.run(_take(settings, chosen.space, chosen.file))
    except OSError as error:
        raise CommandFailed(f"cannot read {error.filename}: {error.strerror}") from error
    except NotTmx as error:
        raise CommandFailed(f"nothing of {chosen.file} is taken: {error}") from error
    sys.stdout.write(f"{taken.pairs} pairs of segments; {taken.passed_over} units passed over\n")
    return 0


async def _take(settings: Settings, slug: str, path: Path) -> Taken:
    with path.open("rb") as file:
        async with opened(settings) as product:
            house = product.runtime
            return await read_memory(
                house.database, await _memory(house, slug), file, house.clock()
            )


async def _memory(house: Runtime, slug: str) -> str:
    """The name of the memory of a space; the common one's where none is named."""
    if not slug:
        return ""
    async with house.database.reading() as db:
        try:
            return f"space:{(await spaces.space_by_slug(db, SYSTEM, slug)).id}"
        except NotFound as error:
            raise CommandFailed(f"there is no space “{slug}”") from error


COMMANDS = [
    Command("memory export", "write the translation memory as TMX", _place, give),
    Command("memory import", "add a TMX file to the translation memory", _file, take),
]
