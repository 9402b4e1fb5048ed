"""`forum mail bounce`, as a mail server's pipe calls it."""

import asyncio
import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from forum.__main__ import main
from forum.mail.reports import MOST
from forum.notifications.words import message_end
from tests import factories
from tests.factories import product
from tests.forum.mail.reports import report

Captured = pytest.CaptureFixture[str]


def sent_to_a_member(url: str, folder: Path) -> str:
    """The id that a message to the first member has."""

    async def make() -> str:
        async with product(url, folder) as found:
            maria = await factories.member(found.runtime, "maria")
            email, number = "maria@example.org", maria.require_member()
            return f"<post-1{message_end(found.runtime.key, number, email, 'localhost')}"

    return f"{asyncio.run(make())}>"


def hand_over(data: bytes, monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    pipe = io.BytesIO(data)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=pipe))
    return pipe


@pytest.fixture
def message_id(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FORUM_SECRET", "x" * 32)
    return sent_to_a_member(url, tmp_path)


def test_a_report_from_a_pipe_is_noted(
    message_id: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    data = report(message_id)
    pipe = hand_over(data + b"\n" * MOST, monkeypatch)
    assert main(["mail", "bounce"]) == 0
    assert capsys.readouterr().out.startswith("noted: nothing more goes to member 1")
    assert pipe.read() == b""


@pytest.mark.usefixtures("message_id")
def test_a_file_can_be_handed_over_too(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "report.eml"
    file.write_bytes(report())
    assert main(["mail", "bounce", str(file)]) == 0
    assert "no mail that went from here" in capsys.readouterr().out
    file.write_bytes(report(status="4.2.2"))
    assert main(["mail", "bounce", str(file)]) == 0
    assert "not refused for good" in capsys.readouterr().out
    assert main(["mail", "bounce", str(tmp_path / "none")]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_what_is_no_report_is_not_sent_back(settle: pytest.MonkeyPatch, capsys: Captured) -> None:
    hand_over(b"Subject: I am away until Monday\n\nThank you.\n", settle)
    assert main(["mail", "bounce", "-"]) == 0
    assert "no report" in capsys.readouterr().out


def test_a_database_that_is_away_is_waited_for(
    settle: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    settle.setenv("FORUM_DATABASE", f"sqlite:///{tmp_path / 'none' / 'forum.db'}")
    hand_over(report(), settle)
    assert main(["mail", "bounce"]) == os.EX_TEMPFAIL
    assert "database" in capsys.readouterr().err
