"""`forum demo`, as a person types it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.__main__ import main
from tests.factories import prepared
from tests.services.databases import SqliteDatabases

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("FORUM_DATA", str(tmp_path))
    monkeypatch.setenv("FORUM_MODE", "demo")
    return monkeypatch


@pytest.fixture
def url(sqlite_databases: SqliteDatabases, settle: pytest.MonkeyPatch) -> Iterator[str]:
    with sqlite_databases.fresh(prepared) as found:
        settle.setenv("FORUM_DATABASE", found)
        yield found


def test_it_fills_an_empty_database_once(url: str, capsys: Captured) -> None:
    assert main(["demo"]) == 0
    told, progress = capsys.readouterr()
    assert told.startswith("51 members, 4 spaces, 38 topics, 605 posts,")
    assert "“demonstration”" in told
    assert "demo-admin@example.org  administrator" in told
    assert progress.splitlines()[-1] == "demonstration: 100 %"

    assert main(["demo"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "forum: the database holds something: nothing was changed"
    )

    assert main(["demo", "--if-empty"]) == 0
    assert capsys.readouterr().out == ""


def test_a_site_in_production_is_not_filled(
    sqlite_databases: SqliteDatabases, settle: pytest.MonkeyPatch, capsys: Captured
) -> None:
    settle.setenv("FORUM_MODE", "production")
    with sqlite_databases.fresh(prepared) as url:
        settle.setenv("FORUM_DATABASE", url)
        assert main(["demo"]) == 2
    assert "FORUM_MODE=demo" in capsys.readouterr().err


def test_a_database_without_tables_is_refused(settle: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert main(["demo", "--if-empty"]) == 2
    assert capsys.readouterr().err == (
        "forum: the database is not up to date: run `forum migrate` first\n"
    )
