"""Mail to a server by SMTP (RFC 5321), over a connection that is kept."""

import asyncio
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from forum.core.clock import Clock, system_clock
from forum.mail.base import AddressRefused, Mail, MailNotSent, MailRefused, Sender
from forum.mail.message import as_bytes, build, domain, envelope, needs_any_script

TIMEOUT: Final = 30.0
"""Seconds that the server may take for each step."""
PERMANENT: Final = 500
"""Replies from here on will not change (RFC 5321 §4.2.1)."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SmtpMailer:
    """See `Mailer`.

    TLS is used from the start with `smtps://`, else from where the server offers it; a password is
    never sent without, except to this machine.
    """

    def __init__(self, url: str, sender: Sender, clock: Clock = system_clock) -> None:
        self._client = client(url, local_hostname=domain(sender))
        self._sender, self._clock = sender, clock
        self._turn = asyncio.Lock()

    async def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        message = build(mail, self._sender, self._clock())
        async with self._turn:
            try:
                await self._hand_over(message)
            except (SMTPException, OSError) as error:
                raise _explained(error) from error

    async def _hand_over(self, message: EmailMessage) -> None:
        if self._client.is_connected:
            try:
                await self._send(message)
            except SMTPServerDisconnected:
                pass  # servers hang up on idle connections; nothing was taken
            else:
                return
        await self._connect()
        await self._send(message)

    async def _send(self, message: EmailMessage) -> None:
        sender, recipient = envelope(message)
        options = ["SMTPUTF8"] if needs_any_script(message) else []
        if options and not self._client.supports_extension("smtputf8"):
            raise SMTPNotSupported("the mail server takes no addresses in other scripts (RFC 6531)")
        data = as_bytes(message)
        await self._client.sendmail(sender, [recipient], data, mail_options=options)

    async def check(self) -> None:
        """See `Mailer`."""
        async with self._turn:
            try:
                if not self._client.is_connected:
                    await self._connect()
                await self._client.noop()
            except (SMTPException, OSError) as error:
                raise MailNotSent(str(error)) from error

    async def aclose(self) -> None:
        """See `Mailer`."""
        async with self._turn:
            try:
                if self._client.is_connected:
                    await self._client.quit()
            except (SMTPException, OSError):
                pass
            finally:
                self._client.close()

    async def _connect(self) -> None:
        self._client.close()  # what is left of the connection before
        await self._client.connect()


def client(url: str, local_hostname: str) -> SMTP:
    """A client for `smtp://user:password@host:port`, not yet connected.

    Raises:
        ValueError: the address names no host, or a port that is none.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError("the address of the mail server names no host")
    must_encrypt = parts.username is not None and parts.hostname not in _LOOPBACK
    implicit = parts.scheme == "smtps"
    return SMTP(
        hostname=parts.hostname,
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=implicit,
        start_tls=None if implicit or not must_encrypt else True,
        local_hostname=local_hostname,
        timeout=TIMEOUT,
    )


def _explained(error: Exception) -> Exception:
    match error:
        case SMTPRecipientsRefused(recipients=[refused, *_]) if refused.code >= PERMANENT:
            return AddressRefused(f"{refused.code} {refused.message}")
        case SMTPDataError(code=code) if code >= PERMANENT:
            return MailRefused(f"{code} {error.message}")
        case SMTPNotSupported():
            return MailRefused(str(error))
        case _:
            return MailNotSent(str(error))
