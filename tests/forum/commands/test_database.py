"""`forum migrate`, as a person types it."""

import asyncio

import pytest

from forum.__main__ import main
from forum.revisions import is_current
from tests.services.databases import Databases

Captured = pytest.CaptureFixture[str]


def test_an_empty_database_gets_its_tables_and_loses_them(
    databases: Databases, settle: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with databases.fresh() as url:
        settle.setenv("FORUM_DATABASE", url)
        assert main(["migrate"]) == 0
        assert capsys.readouterr().out == "database up to date\n"
        assert asyncio.run(is_current(url))
        assert main(["migrate"]) == 0
        assert main(["migrate", "0006"]) == 0
        assert not asyncio.run(is_current(url))


@pytest.mark.usefixtures("file_url")
def test_a_revision_that_is_not_there_is_named(capsys: Captured) -> None:
    assert main(["migrate", "9999"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("forum: nothing was migrated: ")
    assert "9999" in told
    assert told.count("\n") == 1


def test_a_database_that_is_away_is_said_on_one_line(
    settle: pytest.MonkeyPatch, capsys: Captured, free_port: int
) -> None:
    settle.setenv("FORUM_DATABASE", f"postgresql://jo:secret@127.0.0.1:{free_port}/forum")
    assert main(["migrate"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "secret" not in told
