"""A real SMTP server on a loopback port, which notes what it takes and refuses on request."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class MailServer:
    """What a test tells the server, and what the server saw.

    Attributes:
        refusals: reply to the next recipients, each used once.
        data_refusals: the same for the next messages.
        silent: whether connections are cut when they are told to end.
    """

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    data_refusals: list[str] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    silent: bool = False
    protocols: list[Any] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.sessions.add(id(session))
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(  # noqa: N802
        self, server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        if self.silent and server.transport is not None:
            server.transport.abort()
        return "221 Bye"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.data_refusals:
            return self.data_refusals.pop(0)
        self.taken.append(envelope)
        return "250 OK"

    def hang_up(self) -> None:
        """End all connections from this side."""
        for protocol in self.protocols:
            if protocol.transport is not None:
                protocol.transport.close()
        self.protocols.clear()

    def message(self) -> EmailMessage:
        """The newest message taken."""
        content = self.taken[-1].content
        assert isinstance(content, bytes)
        return message_from_bytes(content, EmailMessage, policy=default)


@asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, utf8: bool = True, auth: bool = False
) -> AsyncIterator[MailServer]:
    """Run the server; with `tls`, encrypted from the start."""
    found = MailServer()

    def authenticate(
        _server: Any, _session: Any, _envelope: Any, _how: str, data: Any
    ) -> AuthResult:
        found.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss:word", handled=False)

    def protocol() -> SMTP:
        made = SMTP(
            found,
            enable_SMTPUTF8=utf8,
            hostname="localhost",
            authenticator=authenticate if auth else None,
            auth_require_tls=False,
        )
        found.protocols.append(made)
        return made

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=tls)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    found.hang_up()
    server.close()
    await server.wait_closed()
