"""`forum audit verify`, as a person types it."""

import asyncio
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from forum.__main__ import main
from forum.core.permissions import Role
from forum.db.engine import connect
from forum.moderation import actions
from forum.moderation.acts import make
from tests import factories

Captured = pytest.CaptureFixture[str]


async def _decide(url: str, folder: Path) -> None:
    async with factories.product(url, folder) as product:
        runtime = product.runtime
        maria = await factories.member(runtime)
        olga = await factories.member(runtime, "olga", Role.MODERATOR)
        await factories.space(runtime)
        await factories.topic(runtime, maria, replies=["One", "Two"])
        for post, reason in ((2, "A first reason."), (3, "A second reason.")):
            async with runtime.unit(olga) as unit:
                await actions.carry_out(unit, make("hide_post", f"post:{post}", reason))


@pytest.fixture
def decided(url: str, tmp_path: Path) -> str:
    """A record of two decisions."""
    asyncio.run(_decide(url, tmp_path / "data"))
    return url


def behind_its_back(url: str, *statements: str) -> None:
    """Change rows as somebody with the database's password could: past every guard."""

    async def run() -> None:
        database = connect(url)
        async with database.writer() as db, db.begin():
            connection = await db.connection()
            for statement in statements:
                await connection.execute(sa.text(statement))
        await database.aclose()

    asyncio.run(run())


def unguarded(url: str) -> list[str]:
    """Statements that take away what keeps rows of the record as they are."""
    tables = ("audit_link", "audit_entry")
    if url.startswith("sqlite"):
        acts = ("update", "delete")
        return [f"DROP TRIGGER {table}_no_{act}" for table in tables for act in acts]
    return [f"DROP TRIGGER {table}_is_kept ON {table}" for table in tables]


def verify(capsys: Captured, *more: str) -> tuple[int, list[str]]:
    """Exit status and the lines that are printed."""
    status = main(["audit", "verify", *more])
    return status, capsys.readouterr().out.splitlines()


def test_a_record_that_nobody_touched_is_whole(decided: str, capsys: Captured) -> None:
    status, lines = verify(capsys)
    assert (status, len(lines)) == (0, 1)
    assert re.fullmatch(r"2 entries, the chain ends with 2:[0-9a-f]{64}", lines[0])
    assert verify(capsys, "--noted", lines[0].rpartition(" ")[2])[0] == 0


def test_an_empty_record_is_whole(url: str, capsys: Captured) -> None:
    status, lines = verify(capsys)
    assert status == 0
    assert lines[0].startswith("0 entries")


def test_what_somebody_changed_is_named_and_the_command_fails(
    decided: str, capsys: Captured
) -> None:
    change = "UPDATE audit_entry SET reason = 'Another reason.' WHERE id = 1"
    behind_its_back(decided, *unguarded(decided), change)
    status, lines = verify(capsys)
    assert (status, lines[0]) == (1, "CHANGED: number 1 (entry 1)")


def test_what_was_noted_before_shows_that_the_end_is_gone(decided: str, capsys: Captured) -> None:
    noted = verify(capsys)[1][0].rpartition(" ")[2]
    gone = ["DELETE FROM audit_link WHERE number = 2", "DELETE FROM audit_entry WHERE id = 2"]
    behind_its_back(decided, *unguarded(decided), *gone)
    assert verify(capsys)[0] == 0
    status, lines = verify(capsys, "--noted", noted)
    assert status == 1
    assert lines[0].startswith(("REMOVED: number 2", "REWRITTEN: number 2"))


def test_a_note_that_is_none_is_refused(decided: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as refused:
        verify(capsys, "--noted", "two:xyz")
    assert refused.value.code == 2
    assert "--noted" in capsys.readouterr().err
