from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forum.mail.base import Mail, MailNotSent, Sender
from forum.mail.folder import FolderMailer, read_back

SENDER = Sender("Forum", "forum@example.org")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_what_was_sent_can_be_read_back_the_newest_first(tmp_path: Path) -> None:
    hours = iter(NOON + timedelta(hours=number) for number in range(5))
    mailer = FolderMailer(tmp_path, SENDER, lambda: next(hours))
    mails = [Mail("maria@example.org", f"ฉบับที่ {n}", "สวัสดี\n", "th") for n in range(5)]
    for mail in mails:
        await mailer.send(mail)
    found = await read_back(tmp_path, 3)
    assert [sent.mail for sent in found] == mails[:1:-1]
    assert found[0].sent_at == NOON + timedelta(hours=4)


async def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert await read_back(tmp_path / "none") == []


async def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    mailer = FolderMailer(tmp_path / "file" / "mail", SENDER)
    with pytest.raises(MailNotSent):
        await mailer.send(Mail("maria@example.org", "x", "x", "en"))
    with pytest.raises(MailNotSent):
        await mailer.check()
