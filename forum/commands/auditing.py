"""`forum audit verify`: whether the record of acts is as it was written."""

import argparse
import asyncio
import sys

from forum.commands.base import Command
from forum.commands.opening import opened
from forum.moderation.chain import Breach, Tampering
from forum.moderation.recording import Anchor, Verification
from forum.settings import Settings

_FAILED = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """What was noted before."""
    parser.add_argument(
        "--noted",
        type=Anchor.parse,
        metavar="NUMBER:HASH",
        help="the end of the chain as an earlier run, or an export, has told it",
    )


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Name every row that somebody changed, removed or inserted; exit status 1 if there is one."""
    found, newest = asyncio.run(_verify(settings, chosen.noted))
    for breach in found:
        sys.stdout.write(f"{_told(breach)}\n")
    sys.stdout.write(f"{newest.number} entries, the chain ends with {newest}\n")
    return _FAILED if found else 0


async def _verify(settings: Settings, noted: Anchor | None) -> tuple[list[Breach], Anchor]:
    verification = Verification(noted)
    async with opened(settings) as product, product.runtime.database.reading() as db:
        found = [breach async for breach in verification.breaches(db)]
    return found, verification.newest


def _told(breach: Breach) -> str:
    entry = "" if breach.entry_id is None else f" (entry {breach.entry_id})"
    match breach.what:
        case Tampering.CHANGED:
            return f"CHANGED: number {breach.number}{entry}"
        case Tampering.REMOVED:
            return f"REMOVED: number {breach.number}{entry}"
        case Tampering.INSERTED:
            return f"INSERTED: entry {breach.entry_id} is in no place of the chain"
        case Tampering.REWRITTEN:
            return f"REWRITTEN: number {breach.number} is not what was noted"


COMMANDS = [Command("audit verify", "find tampering with the record of acts", arguments, run)]
