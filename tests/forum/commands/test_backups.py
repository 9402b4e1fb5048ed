"""`forum backup` and `forum restore`, as a person types them."""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from forum.__main__ import main
from forum.db import snapshot
from forum.db.engine import connect
from forum.db.log import DatabaseLog
from forum.interop.backup import archive, writing
from forum.interop.backup.archive import ABOUT, SUMS, Writer, parts
from forum.revisions import revision_of
from forum.schema import metadata
from forum.spaces import queries
from tests import factories
from tests.forum.demo.short import filled_with, script
from tests.services.databases import Databases, PostgresDatabases, SqliteDatabases

Captured = pytest.CaptureFixture[str]
Rows = dict[str, list[dict[str, Any]]]


def filled(url: str) -> None:
    """As much of the demonstration as makes more rows of a table than are taken at a time."""
    filled_with(script(1, 2), url)


def use(patch: pytest.MonkeyPatch, url: str, data: Path) -> None:
    patch.setenv("FORUM_DATABASE", url)
    patch.setenv("FORUM_DATA", str(data))


def tables() -> list[Table]:
    return [table for table in metadata().sorted_tables if table.name != "search_build"]


def everything(url: str) -> Rows:
    """All rows; of heads, what a restored one has too."""

    async def read() -> Rows:
        database = connect(url)
        try:
            async with snapshot.one_moment(database) as connection:
                found: Rows = {}
                for table in tables():
                    batches = [one async for one in snapshot.batches(connection, table)]
                    found[table.name] = [dict(row) for rows in batches for row in rows]
                ids = await snapshot.next_ids(connection, tables())
        finally:
            await database.aclose()
        found["log_head"] = [{**row, "epoch": ""} for row in found["log_head"]]
        return {**found, "next ids": [dict(ids)]}

    return asyncio.run(read())


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of the demonstration with an upload, and the database that it was made of."""

    file: Path
    origin: str
    patch: pytest.MonkeyPatch
    folder: Path

    def restore(self, url: str, folder: str = "new", *more: str) -> int:
        """Restore it as a person does, into a database and a data folder."""
        use(self.patch, url, self.folder / folder)
        return main(["restore", str(self.file), *more])


@pytest.fixture(scope="module")
def made(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup of the demonstration and the data folder that it was made of."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "home"
    (home / "uploads" / "ab").mkdir(parents=True)
    (home / "uploads" / "ab" / "picture").write_bytes(b"\x89PNG" * 1000)
    (home / "secret").write_text("x" * 64)
    with pytest.MonkeyPatch.context() as patch, sqlite_databases.fresh(filled) as url:
        use(patch, url, home)
        assert main(["backup", str(folder / "forum.backup")]) == 0
    return folder


@pytest.fixture
def backup(
    made: Path, sqlite_databases: SqliteDatabases, settle: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Backup]:
    """See `Backup`; every database that is filled is a copy of the same."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with sqlite_databases.fresh(filled) as url:
        use(settle, url, tmp_path / "home")
        yield Backup(tmp_path / "forum.backup", url, settle, tmp_path)


def test_a_round_trip_through_the_other_database_changes_nothing(
    backup: Backup,
    sqlite_databases: SqliteDatabases,
    postgres_databases: PostgresDatabases,
    tmp_path: Path,
    capsys: Captured,
) -> None:
    second = tmp_path / "second.backup"
    with postgres_databases.fresh() as away, sqlite_databases.fresh() as home:
        assert backup.restore(away, "away") == 0
        assert main(["backup", str(second)]) == 0
        assert replace(backup, file=second).restore(home, "back", "--json") == 0
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        before, between, after = everything(backup.origin), everything(away), everything(home)
    assert before == between
    assert before == after
    assert len(before["translation_unit"]) > snapshot.BATCH
    assert told["rows"] == {table.name: len(before[table.name]) for table in tables()}
    assert (tmp_path / "back/uploads/ab/picture").read_bytes() == b"\x89PNG" * 1000
    assert (tmp_path / "back/secret").read_text() == "x" * 64
    assert (tmp_path / "back/secret").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == ["secret", "uploads"]


def test_what_is_written_after_a_restoration_gets_new_numbers_and_readers_load_anew(
    backup: Backup, databases: Databases, tmp_path: Path
) -> None:
    with databases.fresh() as url:
        assert backup.restore(url) == 0
        before = everything(backup.origin)

        async def go_on() -> None:
            async with factories.product(backup.origin, tmp_path / "old") as old:
                known = await old.runtime.log.heads(["topic:1"])
            offset, epoch = known["topic:1"]
            async with factories.product(url, tmp_path / "new") as found:
                runtime = found.runtime
                log = DatabaseLog(runtime.database)
                assert not (await log.read("topic:1", after=offset, epoch=epoch)).complete
                assert (await log.heads(["topic:1"]))["topic:1"][0] == offset
                member = await factories.member(runtime, "newcomer")
                async with runtime.database.reading() as db:
                    slug = (await queries.spaces(db, member))[0].slug
                topic = await factories.topic(runtime, member, slug)
            assert topic == before["topic"][-1]["id"] + 1
            assert member.member_id == before["member"][-1]["id"] + 1

        asyncio.run(go_on())


def test_a_backup_is_for_its_owner_only_and_replaces_no_file(
    backup: Backup, capsys: Captured
) -> None:
    file = backup.file
    assert file.stat().st_mode & 0o777 == 0o600
    size = file.stat().st_size
    assert main(["backup", str(file)]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"forum: {file} is there already"
    assert file.stat().st_size == size
    assert [path.name for path in file.parent.glob("forum.backup*")] == ["forum.backup"]


def test_a_secret_of_the_environment_is_not_copied(
    file_url: str, settle: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settle.setenv("FORUM_SECRET", "y" * 32)
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "secret").write_text("another")
    assert main(["backup", str(tmp_path / "file")]) == 0
    assert not [part.name for part in parts(tmp_path / "file") if part.name.startswith("files/")]


def test_a_database_that_holds_something_is_left_as_it_is(backup: Backup, capsys: Captured) -> None:
    before = everything(backup.origin)
    assert backup.restore(backup.origin, "other") == 2
    told = "forum: nothing was restored: the database is not empty"
    assert capsys.readouterr().err.splitlines()[-1] == told
    assert everything(backup.origin) == before
    assert list((backup.folder / "other").iterdir()) == []


def test_files_that_are_there_are_left_as_they_are(backup: Backup, file_url: str) -> None:
    assert backup.restore(file_url, "home") == 2
    assert everything(file_url)["member"] == []


def rewritten(file: Path, name: str, data: bytes) -> None:
    """Write a backup anew, with one part otherwise and sums that agree."""
    kept = [(part.name, part.data()) for part in parts(file)]
    end = json.loads(dict(kept)[SUMS])
    with file.open("wb") as target, closing(Writer(target)) as writer:
        for known, old in kept[:-1]:
            writer.add(known, data if known == name else old)
        if name not in dict(kept):
            writer.add(name, data)
        writer.finish(rows=end["rows"], next_ids=end["next_ids"])


POST = b"[1,2,3]\n"
ABOUTS = {
    "is no backup of this product": {"format": "other", "version": 1},
    "has version 2 of the format, not 1": {"format": writing.FORMAT, "version": 2},
    "are those of revision 0001, not": {
        "format": writing.FORMAT,
        "version": 1,
        "schema": "0001",
    },
}


@pytest.mark.parametrize(
    "fits_nothing",
    [
        ("rows/post/00000000", POST, "the rows in “rows/post/00000000” do not fit"),
        ("rows/post/00000000", b"", "the rows in"),
        ("rows/nothing/00000000", POST, "the rows in “rows/nothing/00000000” do not fit"),
        ("files/../outside", b"", "leads out of the folder"),
        ("files//etc/outside", b"", "leads out of the folder"),
        *((ABOUT, json.dumps(about).encode(), why) for why, about in ABOUTS.items()),
    ],
)
def test_what_fits_nothing_is_refused_and_leaves_nothing_behind(
    backup: Backup, fits_nothing: tuple[str, bytes, str], file_url: str, capsys: Captured
) -> None:
    name, data, why = fits_nothing
    rewritten(backup.file, name, data)
    assert backup.restore(file_url) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"forum: {backup.file} cannot be restored: ")
    assert why in last
    left = everything(file_url)
    assert not any(left[table.name] for table in tables())
    new = backup.folder / "new"
    assert not new.exists() or list(new.iterdir()) == []
    assert not (backup.folder / "outside").exists()


def test_a_database_without_tables_has_none_when_nothing_fits(
    backup: Backup, sqlite_databases: SqliteDatabases
) -> None:
    rewritten(backup.file, "rows/post/00000000", POST)
    with sqlite_databases.fresh() as url:
        assert backup.restore(url) == 2
        assert asyncio.run(revision_of(url)) is None


def test_a_truncated_backup_is_refused(backup: Backup, file_url: str, capsys: Captured) -> None:
    os.truncate(backup.file, backup.file.stat().st_size - 20)
    assert backup.restore(file_url) == 2
    assert "it is damaged, or no backup" in capsys.readouterr().err
    assert everything(file_url)["member"] == []


@pytest.mark.usefixtures("file_url")
def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path, capsys: Captured) -> None:
    nowhere = tmp_path / "nowhere" / "file"
    for word in ("backup", "restore"):
        assert main([word, str(nowhere)]) == 2
        assert "No such file or directory" in capsys.readouterr().err


def test_a_backup_that_is_broken_off_leaves_no_file(
    file_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def full(_self: archive.Writer, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "finish", full)
    (tmp_path / "backups").mkdir()
    assert main(["backup", str(tmp_path / "backups" / "file")]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list((tmp_path / "backups").iterdir()) == []
