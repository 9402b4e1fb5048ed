"""What every mailer promises."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import pytest_asyncio

from forum.mail.base import Mail, Mailer, MailRefused, Sender
from forum.mail.console import ConsoleMailer
from forum.mail.folder import FolderMailer
from forum.mail.smtp import SmtpMailer
from tests.forum.mail.server import mail_server

SENDER = Sender("Stakeholders’ Forum", "forum@example.org")
TEXT = "สวัสดี 你好 Grüße\n\nhttps://forum.example/verify/abc_def-ghi\n\n-- \nForum\n"
MAIL = Mail("maria@example.org", "ยืนยันที่อยู่อีเมล 确认", TEXT, "th")


@dataclass
class Delivered:
    """A mailer, and how to read what has come out at its other end."""

    mailer: Mailer
    texts: Callable[[], list[str]]


@asynccontextmanager
async def smtp(_folder: Path) -> AsyncIterator[Delivered]:
    async with mail_server() as server:

        def texts() -> list[str]:
            return [_text(bytes(one.content or b"")) for one in server.taken]

        yield Delivered(SmtpMailer(f"smtp://127.0.0.1:{server.port}", SENDER), texts)


@asynccontextmanager
async def folder(folder: Path) -> AsyncIterator[Delivered]:
    def texts() -> list[str]:
        return [_text(path.read_bytes()) for path in sorted(folder.glob("mail/*"))]

    yield Delivered(FolderMailer(folder / "mail", SENDER), texts)


@asynccontextmanager
async def console(_folder: Path) -> AsyncIterator[Delivered]:
    stream = io.StringIO()

    def texts() -> list[str]:
        parts = stream.getvalue().split("\nTo: ")[1:]
        return [part.replace("\n", "", 1).split("\n\n", 1)[1].removesuffix("\n") for part in parts]

    yield Delivered(ConsoleMailer(SENDER, stream=stream), texts)


def _text(raw: bytes) -> str:
    message = message_from_bytes(raw, EmailMessage, policy=default)
    return str(message.get_content()).replace("\r\n", "\n")


@pytest_asyncio.fixture(params=[smtp, folder, console])
async def delivered(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Delivered]:
    async with request.param(tmp_path) as found:
        yield found
        await found.mailer.aclose()


async def test_a_mail_arrives_in_any_script(delivered: Delivered) -> None:
    await delivered.mailer.send(MAIL)
    assert delivered.texts() == [TEXT]


async def test_mails_arrive_in_order(delivered: Delivered) -> None:
    texts = [f"number {number}\n" for number in range(3)]
    for text in texts:
        await delivered.mailer.send(Mail("maria@example.org", "Hello", text, "en"))
    assert delivered.texts() == texts


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"]


@pytest.mark.parametrize("end", BREAKS)
async def test_nobody_writes_headers_of_their_own(delivered: Delivered, end: str) -> None:
    inject = f"x{end}Bcc: all@example.org"
    for mail in (
        Mail("maria@example.org", inject, "text", "en"),
        Mail(f"maria@example.org{end}Bcc: all@example.org", "Hello", "text", "en"),
        Mail(f"maria{end}@example.org", "Hello", "text", "en"),
        Mail("maria@example.org", "Hello", "text", inject),
    ):
        with pytest.raises(MailRefused):
            await delivered.mailer.send(mail)
    assert delivered.texts() == []


@pytest.mark.parametrize(
    "to", ["", "maria", "@example.org", "maria@", "maria@a..b", "m@" + "x" * 64]
)
async def test_what_is_no_address_is_refused(delivered: Delivered, to: str) -> None:
    with pytest.raises(MailRefused):
        await delivered.mailer.send(Mail(to, "Hello", "text", "en"))
    assert delivered.texts() == []


async def test_a_check_sends_nothing(delivered: Delivered) -> None:
    await delivered.mailer.check()
    assert delivered.texts() == []


async def test_a_mailer_can_be_closed_twice(delivered: Delivered) -> None:
    await delivered.mailer.send(MAIL)
    await delivered.mailer.aclose()
    await delivered.mailer.aclose()
