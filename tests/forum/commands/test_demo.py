"""`forum demo`, as a person types it."""

import pytest

from forum.__main__ import main
from forum.demo.fill import NotEmpty

Captured = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("file_url")
def test_it_fills_an_empty_database_once(capsys: Captured) -> None:
    assert main(["demo"]) == 0
    told, progress = capsys.readouterr()
    assert told.startswith("51 members, 4 spaces, 44 topics, 612 posts,")
    assert "“demonstration”" in told
    assert "demo-admin@example.org  administrator" in told
    assert progress.splitlines()[-1] == "demonstration: 100 %"

    assert main(["demo"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "forum: the database holds something: nothing was changed"
    )

    assert main(["demo", "--if-empty"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("file_url")
def test_of_two_that_fill_it_at_once_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    async def beaten(*_: object) -> None:
        raise NotEmpty

    monkeypatch.setattr("forum.commands.demonstrating.fill", beaten)
    assert main(["demo", "--if-empty"]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "forum: the database holds something: nothing was changed"
    )


@pytest.mark.usefixtures("file_url")
def test_a_site_in_production_is_not_filled(settle: pytest.MonkeyPatch, capsys: Captured) -> None:
    settle.setenv("FORUM_MODE", "production")
    assert main(["demo"]) == 2
    assert "FORUM_MODE=demo" in capsys.readouterr().err


@pytest.mark.usefixtures("settle")
def test_a_database_without_tables_is_refused(capsys: Captured) -> None:
    assert main(["demo", "--if-empty"]) == 2
    assert capsys.readouterr().err == (
        "forum: the database is not up to date: run `forum migrate` first\n"
    )
