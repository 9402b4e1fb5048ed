"""Mail into a folder, one file a message: for demonstrations and tests."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from forum.core.clock import Clock, system_clock
from forum.mail.base import Mail, MailNotSent, Sender
from forum.mail.message import as_bytes, build


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that lies in the folder."""

    mail: Mail
    sent_at: datetime


class FolderMailer:
    """See `Mailer`; a file is there whole or not at all."""

    def __init__(self, folder: Path, sender: Sender, clock: Clock = system_clock) -> None:
        self._folder, self._sender, self._clock = folder, sender, clock

    async def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        now = self._clock()
        name = f"{now:%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}.eml"
        data = as_bytes(build(mail, self._sender, now))
        try:
            await asyncio.to_thread(_write, self._folder / name, data)
        except OSError as error:
            raise MailNotSent(str(error)) from error

    async def check(self) -> None:
        """See `Mailer`."""
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        except OSError as error:
            raise MailNotSent(str(error)) from error

    async def aclose(self) -> None:
        """See `Mailer`."""


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.rename(path)


async def read_back(folder: Path, most: int = 50) -> Sequence[Sent]:
    """The newest mails of a folder, the newest first."""
    return await asyncio.to_thread(_read_back, folder, most)


def _read_back(folder: Path, most: int) -> Sequence[Sent]:
    return [_read(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:most]]


def _read(path: Path) -> Sent:
    message = message_from_bytes(path.read_bytes(), EmailMessage, policy=default)
    body = message.get_body(("plain",))
    mail = Mail(
        str(message["To"]),
        str(message["Subject"]),
        "" if body is None else body.get_content().replace("\r\n", "\n"),
        str(message["Content-Language"]),
    )
    return Sent(mail, parsedate_to_datetime(message["Date"]))
