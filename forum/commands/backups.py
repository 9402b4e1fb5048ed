"""`forum backup` and `forum restore`: everything in one file, and back."""

import argparse
import asyncio
import json
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from forum.commands.base import Command, CommandFailed, first_line
from forum.commands.opening import check_database
from forum.commands.progress import Progress
from forum.db.engine import connect
from forum.interop.backup.archive import Damaged
from forum.interop.backup.restoring import Checked, ForeignVersion, NotEmpty, check, restore
from forum.interop.backup.writing import Contents, Report, write_backup
from forum.revisions import migrate, newest_revision, revision_of
from forum.schema import metadata
from forum.settings import Settings

_MADE_ANEW = frozenset({"search_build"})
"""Tables of what is made from others: the index of search, which a worker builds by itself."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and how to tell."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def back_up(settings: Settings, chosen: argparse.Namespace) -> int:
    """Write a backup."""
    rows = _carried_out(_back_up(settings, chosen.file), chosen.file)
    return _tell(rows, chosen, "written to")


def bring_back(settings: Settings, chosen: argparse.Namespace) -> int:
    """Restore a backup."""
    rows = _carried_out(_bring_back(settings, chosen.file), chosen.file)
    return _tell(rows, chosen, "restored from")


async def _back_up(settings: Settings, file: Path) -> Mapping[str, int]:
    await check_database(settings)
    database = connect(settings.database_url)
    try:
        with Progress("backup", _PERCENT) as progress:
            return await write_backup(database, _contents(settings), file, _told(progress))
    finally:
        await database.aclose()


async def _bring_back(settings: Settings, file: Path) -> Mapping[str, int]:
    contents = _contents(settings)
    backup = check(file, contents)
    url = settings.database_url
    was_blank = await revision_of(url) is None
    if was_blank:
        await migrate(url)
    try:
        await check_database(settings)
        return await _restored(url, contents, backup)
    except BaseException:
        if was_blank:
            await migrate(url, "base")
        raise


async def _restored(url: str, contents: Contents, backup: Checked) -> Mapping[str, int]:
    database = connect(url)
    try:
        with Progress("restore", _PERCENT) as progress:
            return await restore(database, contents, backup, _told(progress))
    finally:
        await database.aclose()


_PERCENT = 100


def _told(progress: Progress) -> Report:
    return lambda done, total: progress.at(_PERCENT * done // max(total, 1))


def _contents(settings: Settings) -> Contents:
    """What belongs to a backup; what the environment or a bucket keeps is not ours to copy."""
    tables = [table for table in metadata().sorted_tables if table.name not in _MADE_ANEW]
    names = [] if settings.uploads else ["uploads"]
    if not settings.secret.get_secret_value():
        names.append("secret")
    return Contents(tables, newest_revision(), settings.data, names)


def _carried_out(work: Coroutine[Any, Any, Mapping[str, int]], file: Path) -> Mapping[str, int]:
    try:
        return asyncio.run(work)
    except FileExistsError as error:
        raise CommandFailed(f"{file} is there already") from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or file}: {error.strerror or error}") from error
    except (Damaged, ForeignVersion) as error:
        raise CommandFailed(f"{file} cannot be restored: {error}") from error
    except NotEmpty as error:
        raise CommandFailed(f"nothing was restored: {error}") from error
    except SQLAlchemyError as error:
        raise CommandFailed(f"the database cannot be used: {first_line(error)}") from error


def _tell(rows: Mapping[str, int], chosen: argparse.Namespace, what: str) -> int:
    total = sum(rows.values())
    if chosen.json:
        told = {"file": str(chosen.file), "rows": dict(rows)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{total} rows {what} {chosen.file}\n")
    return 0


COMMANDS = [
    Command("backup", "write everything to one file", arguments, back_up),
    Command("restore", "bring a backup back, into an empty database", arguments, bring_back),
]
