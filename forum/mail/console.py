"""Mail onto the console, for development."""

import sys
from typing import TextIO

from forum.core.clock import Clock, system_clock
from forum.mail.base import Mail, Sender
from forum.mail.message import build


class ConsoleMailer:
    """See `Mailer`; writes to standard error, as standard output is for results."""

    def __init__(
        self, sender: Sender, clock: Clock = system_clock, stream: TextIO | None = None
    ) -> None:
        self._sender, self._clock, self._stream = sender, clock, stream

    async def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        message = build(mail, self._sender, self._clock())
        stream = self._stream or sys.stderr
        stream.write(f"\nTo: {message['To']}\nSubject: {message['Subject']}\n\n{mail.text}\n")
        stream.flush()

    async def check(self) -> None:
        """See `Mailer`."""

    async def aclose(self) -> None:
        """See `Mailer`."""
