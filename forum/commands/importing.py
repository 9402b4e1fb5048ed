"""`forum import mbox`: bring in the archives of a mailing list."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from forum.commands.base import Command, CommandFailed
from forum.commands.opening import opened
from forum.commands.progress import Progress
from forum.core.errors import NotFound
from forum.interop.imports import Imported, import_mbox
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to import, and where to."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".mbox, .txt, .txt.gz")
    parser.add_argument("--space", required=True, metavar="SLUG", help="where the topics come")
    parser.add_argument(
        "--keep-names", action="store_true", help="show authors by name; else by a pseudonym"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Import, and say what came of it."""
    try:
        total = sum(_size(file) for file in chosen.files)
        imported = asyncio.run(_import(settings, chosen, total))
    except OSError as error:
        raise CommandFailed(f"cannot read {error.filename}: {error.strerror}") from error
    except NotFound as error:
        raise CommandFailed(f"there is no space “{chosen.space}”") from error
    sys.stdout.write(_as_json(imported) if chosen.json else _told(imported))
    return 0


def _size(file: Path) -> int:
    with file.open("rb"):
        return file.stat().st_size


async def _import(settings: Settings, chosen: argparse.Namespace, total: int) -> Imported:
    async with opened(settings) as product:
        with Progress("import", total) as progress:
            return await import_mbox(
                product.runtime,
                chosen.files,
                chosen.space,
                keep_names=chosen.keep_names,
                report=progress.at,
            )


def _told(imported: Imported) -> str:
    brought = imported.brought
    lines = [f"{one.file} at byte {one.offset}: skipped, {one.why}" for one in imported.skipped]
    lines.append(
        f"{brought.topics} topics, {brought.posts} posts; "
        f"{len(imported.skipped)} skipped, {brought.known} already there"
    )
    return "\n".join([*lines, ""])


def _as_json(imported: Imported) -> str:
    brought = imported.brought
    skipped = [
        {"file": str(one.file), "offset": one.offset, "why": one.why} for one in imported.skipped
    ]
    summary = {
        "topics": brought.topics,
        "posts": brought.posts,
        "already_there": brought.known,
        "skipped": skipped,
    }
    return json.dumps(summary, ensure_ascii=False) + "\n"


COMMANDS = [
    Command("import mbox", "bring in the archives of a mailing list", arguments, run),
]
