"""Writing a backup."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.db.engine import Database
from forum.db.snapshot import batches, next_ids, one_moment, row_count
from forum.interop.backup.archive import ABOUT, Writer
from forum.interop.backup.values import encode

FORMAT, VERSION = "stakeholders-forum backup", 1

Report = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup is made of.

    Attributes:
        tables: all tables, those that others refer to first.
        revision: of the schema that they have.
        folder: files below it are kept with paths relative to it.
        names: of the files and folders in `folder` that belong to the backup, if they are there.
    """

    tables: Sequence[Table]
    revision: str
    folder: Path
    names: Sequence[str]


async def write_backup(
    database: Database, contents: Contents, target: Path, report: Report
) -> Mapping[str, int]:
    """Write everything, as it is at one moment, to a new file; gives the rows of each table.

    Files are read after the rows: uploads are stored before a row names them.

    Raises:
        OSError: the file cannot be written, or is there already; nothing is left of it.
    """
    with _new_file(target) as file, closing(Writer(file)) as writer:
        about = {"format": FORMAT, "version": VERSION, "schema": contents.revision}
        writer.add_json(ABOUT, about)
        async with one_moment(database) as connection:
            counts = {table.name: await row_count(connection, table) for table in contents.tables}
            await _add_rows(writer, connection, contents.tables, _counting(counts, report))
            ids = await next_ids(connection, contents.tables)
        for path in _files(contents):
            writer.add_file(f"files/{path.relative_to(contents.folder).as_posix()}", path)
        writer.finish(rows=counts, next_ids=ids)
    return counts


def _counting(counts: Mapping[str, int], report: Report) -> Callable[[int], None]:
    total, done = sum(counts.values()), 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        report(done, total)

    return count


async def _add_rows(
    writer: Writer,
    connection: AsyncConnection,
    tables: Sequence[Table],
    count: Callable[[int], None],
) -> None:
    for table in tables:
        number = 0
        async for rows in batches(connection, table):
            writer.add(f"rows/{table.name}/{number:08}", encode(table, rows))
            number += 1
            count(len(rows))


def _files(contents: Contents) -> Iterator[Path]:
    for name in contents.names:
        path = contents.folder / name
        below = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in below if one.is_file())


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name once it is whole and on disk; nobody else can read it."""
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        target.hardlink_to(part)  # unlike a change of name, never in the place of another file
    finally:
        part.unlink(missing_ok=True)
