"""`forum import mbox`, as a person types it."""

import asyncio
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from forum.__main__ import main
from forum.accounts.tables import Member
from forum.db.engine import connect
from forum.discussions.tables import Post, Topic
from forum.interop import imports
from tests.factories import prepared, product, space
from tests.forum.commands import watched
from tests.forum.commands.watched import HELD, PORTION
from tests.forum.interop.lists import generated
from tests.forum.interop.mbox.archives import mail
from tests.processes import forum_process
from tests.services import copies
from tests.services.child import ChildProcess
from tests.services.databases import Databases, SqliteDatabases

Captured = pytest.CaptureFixture[str]


def furnished(url: str) -> None:
    """A database with one space."""
    prepared(url)

    async def furnish() -> None:
        async with product(url, Path(os.environ["FORUM_DATA"])) as found:
            await space(found.runtime, "lists")

    asyncio.run(furnish())


@pytest.fixture
def house(databases: Databases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    settle.setenv("FORUM_SECRET", "x" * 32)
    with databases.fresh(furnished) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found


@pytest.fixture
def file_house(sqlite_databases: SqliteDatabases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    settle.setenv("FORUM_SECRET", "x" * 32)
    with sqlite_databases.fresh(furnished) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found


def written(folder: Path, *mails: bytes) -> str:
    file = folder / "archive.mbox"
    file.write_bytes(b"".join(mails))
    return str(file)


def run(*words: str) -> int:
    return main(["import", "mbox", *words, "--space", "lists"])


def told(url: str) -> list[tuple[object, ...]]:
    """All posts as readers see them, in the order of the mails."""

    async def read() -> list[tuple[object, ...]]:
        database = connect(url)
        query = (
            select(Topic, Post, Member.name)
            .join(Topic, col(Topic.id) == Post.topic_id)
            .join(Member, col(Member.id) == Post.author_id)
            .order_by(col(Post.created_at))
        )
        async with database.reading() as db:
            rows = (await db.exec(query)).all()
        await database.aclose()
        return [
            (topic.title, topic.last_post_at, post.path, post.created_at, post.html, name)
            for topic, post, name in rows
        ]

    return asyncio.run(read())


@pytest.mark.usefixtures("file_house")
def test_it_tells_what_came_in_and_what_did_not(tmp_path: Path, capsys: Captured) -> None:
    file = written(tmp_path, b"rubbish\n\n", mail(), mail())
    assert run(file) == 0
    out, err = capsys.readouterr()
    assert out == (
        f"{file} at byte 0: skipped, no mail begins here\n"
        "1 topics, 1 posts; 1 skipped, 1 already there\n"
    )
    assert err.splitlines()[-1] == "import: 100 %"

    assert run(file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "topics": 0,
        "posts": 0,
        "already_there": 2,
        "skipped": [{"file": file, "offset": 0, "why": "no mail begins here"}],
    }


def test_names_are_shown_if_that_is_asked_for(
    file_house: str, tmp_path: Path, capsys: Captured
) -> None:
    assert run(written(tmp_path, mail()), "--keep-names") == 0
    assert [row[-1] for row in told(file_house)] == ["Jo Doe"]


@pytest.mark.usefixtures("file_house")
def test_a_file_that_is_not_there_stops_it_before_it_begins(
    tmp_path: Path, capsys: Captured
) -> None:
    assert run(written(tmp_path, mail()), str(tmp_path / "missing.mbox")) == 2
    missing = tmp_path / "missing.mbox"
    assert capsys.readouterr().err == f"forum: cannot read {missing}: No such file or directory\n"


@pytest.mark.usefixtures("file_url")
def test_a_space_that_is_not_there_is_named(tmp_path: Path, capsys: Captured) -> None:
    assert run(written(tmp_path)) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "forum: there is no space “lists”"


def started(first: Callable[[], None], folder: Path, *words: str) -> ChildProcess:
    """An import in a process of its own, which calls something before that begins."""
    env = {copies.FIRST: f"{first.__module__}:{first.__name__}"}
    process = forum_process(*words, env=env, log=folder / "log")
    process.start()
    return process


def test_an_import_that_was_killed_goes_on_to_the_same_end(
    house: str, tmp_path: Path, databases: Databases, settle: pytest.MonkeyPatch
) -> None:
    settle.setattr(imports, "_MAILS", PORTION)
    words = ["import", "mbox", written(tmp_path, *generated(100)), "--space", "lists"]
    assert started(watched.killed, tmp_path, *words).wait() == -signal.SIGKILL
    assert len(told(house)) == PORTION

    assert main(words) == 0
    resumed = told(house)
    assert len(resumed) == 100

    with databases.fresh(furnished) as other:
        settle.setenv("FORUM_DATABASE", other)
        assert main(words) == 0
        assert told(other) == resumed


@pytest.mark.usefixtures("file_house")
def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    file = written(tmp_path, *generated(1_200, words=7))
    process = started(watched.measured, tmp_path, "import", "mbox", file, "--space", "lists")
    assert process.wait() == 0
    lines = process.output().splitlines()
    assert " 1200 posts;" in lines[-1]
    kibibytes = [int(line.removeprefix(HELD)) for line in lines if line.startswith(HELD)]
    assert len(kibibytes) == 6
    assert kibibytes[-1] - kibibytes[2] < 3 * 1024
