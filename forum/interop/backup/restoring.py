"""Bringing a backup back, into a database with nothing in it."""

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import uuid4

from sqlalchemy import Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from forum.db.engine import Database
from forum.db.snapshot import count_on, is_empty, store
from forum.interop.backup.archive import Damaged, Part, parts, verified
from forum.interop.backup.values import decode
from forum.interop.backup.writing import FORMAT, VERSION, Contents, Report

_HEADS = "log_head"


class ForeignVersion(Exception):
    """The backup is of another version of the product, which the message names."""


class NotEmpty(Exception):
    """There is something already where the backup would come; the message says where."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup whose sums agree: how many rows it has, and the id that comes next in each table."""

    path: Path
    rows: Mapping[str, int]
    next_ids: Mapping[str, int]


def check(path: Path, contents: Contents) -> Checked:
    """Read a backup through, before anything is changed.

    Raises:
        Damaged: it is not whole.
        ForeignVersion: it is whole, and was not written for tables like these.
        OSError: it cannot be read.
    """
    about, end = verified(path)
    if about.get("format") != FORMAT:
        raise Damaged("it is no backup of this product")
    if about.get("version") != VERSION:
        raise ForeignVersion(f"it has version {about.get('version')} of the format, not {VERSION}")
    if about.get("schema") != contents.revision:
        raise ForeignVersion(
            f"its tables are those of revision {about.get('schema')}, not {contents.revision}"
        )
    return Checked(path, end["rows"], end["next_ids"])


async def restore(
    database: Database, contents: Contents, backup: Checked, report: Report
) -> Mapping[str, int]:
    """Store everything that a backup holds, or nothing; gives the rows of each table.

    Every channel begins a new life (`epoch`): its readers load what they show anew, as what
    happened after the backup was made is gone, and other things will get the same numbers.

    Raises:
        NotEmpty: the database has rows, or the folder has files that would be written over.
        Damaged: the backup does not fit together, though its sums agree.
        OSError: files cannot be written.
    """
    tables = {table.name: table for table in contents.tables}
    with _aside(contents) as aside:
        async with database.writer() as db, db.begin():
            connection = await db.connection()
            if not await is_empty(connection, contents.tables):
                raise NotEmpty("the database is not empty")
            done, epoch, total = 0, uuid4().hex, sum(backup.rows.values())
            for part in parts(backup.path):
                kind, _, name = part.name.partition("/")
                if kind == "files":
                    aside.take(name, part)
                elif kind == "rows":
                    done += await _take_rows(connection, tables, part, epoch)
                    report(done, total)
            await count_on(connection, contents.tables, backup.next_ids)
            aside.put_in_place()
    return backup.rows


async def _take_rows(
    connection: AsyncConnection, tables: Mapping[str, Table], part: Part, epoch: str
) -> int:
    name = part.name.split("/")[1]
    try:
        rows = decode(tables[name], part.data())
        if name == _HEADS:
            rows = [{**row, "epoch": epoch} for row in rows]
        await store(connection, tables[name], rows)
    except (KeyError, ValueError, TypeError, SQLAlchemyError) as error:
        raise Damaged(f"the rows in “{part.name}” do not fit") from error
    return len(rows)


class _Aside:
    """Files beside the place where they belong, until everything is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / f"restore-{secrets.token_hex(4)}"
        self._placed: list[Path] = []

    def take(self, name: str, part: Part) -> None:
        inside = PurePosixPath(name)
        if inside.is_absolute() or not inside.parts or ".." in inside.parts:
            raise Damaged(f"“{name}” leads out of the folder")
        target = self.path / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600)
        with target.open("wb") as file:
            file.writelines(part.pieces())

    def put_in_place(self) -> None:
        for path in self._taken():
            target = self._folder / path.name
            if target.is_dir():
                target.rmdir()  # it is empty: that was made sure of
            path.replace(target)
            self._placed.append(target)

    def _taken(self) -> Sequence[Path]:
        return sorted(self.path.iterdir()) if self.path.exists() else ()

    def undo(self) -> None:
        for path in self._placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _aside(contents: Contents) -> Iterator[_Aside]:
    for name in contents.names:
        target = contents.folder / name
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise NotEmpty(f"there is something at {target} already")
    contents.folder.mkdir(parents=True, exist_ok=True)
    aside = _Aside(contents.folder)
    try:
        yield aside
    except BaseException:
        aside.undo()
        raise
    finally:
        shutil.rmtree(aside.path, ignore_errors=True)
