"""`forum decisions verify`: whether what was decided is as it was counted and adopted."""

import argparse
import asyncio
import sys

from forum.commands.base import Command, none
from forum.commands.opening import opened
from forum.decisions.verifying import defects
from forum.settings import Settings

_FAILED = 1


def run(settings: Settings, _chosen: argparse.Namespace) -> int:
    """Count every closed vote again, hash every text again; exit status 1 if one differs."""
    found = asyncio.run(_verify(settings))
    for line in found:
        sys.stdout.write(f"{line}\n")
    if not found:
        sys.stdout.write("All decisions are as they were counted and adopted.\n")
    return _FAILED if found else 0


async def _verify(settings: Settings) -> list[str]:
    async with opened(settings) as product, product.runtime.database.reading() as db:
        return [line async for line in defects(db)]


COMMANDS = [Command("decisions verify", "count votes and hash texts again", none, run)]
