"""`forum search rebuild`: put everything that was written into the index of search."""

import argparse
import asyncio

from forum.commands.base import Command, none
from forum.commands.opening import opened
from forum.commands.progress import Progress
from forum.search.actions import build, newest_post
from forum.settings import Settings


def run(settings: Settings, _chosen: argparse.Namespace) -> int:
    """Build the index, going on where an earlier run was broken off."""
    asyncio.run(_build(settings))
    return 0


async def _build(settings: Settings) -> None:
    async with opened(settings) as product:
        with Progress("search", await newest_post(product.runtime)) as progress:
            await build(product.runtime, progress.at, anew=True)


COMMANDS = [
    Command("search rebuild", "have search find everything there is", none, run),
]
