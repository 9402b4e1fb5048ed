"""What takes mail to where it goes."""

from dataclasses import dataclass
from typing import Protocol


class MailNotSent(Exception):
    """The mail server cannot be reached, or refuses for now; the job tries again later."""


class MailRefused(Exception):
    """This mail will never be taken: nobody has the address, or the mail itself is not sound."""


class AddressRefused(MailRefused):
    """The server says for good that no mail goes to this address (a reply of 500 or more)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person.

    Attributes:
        to: address, validated where it came in.
        subject: one line in the reader's language.
        text: plain text in the reader's language.
        language: BCP 47 tag of all of it.
        html: the same as a document of HTML; "" for a mail of plain text alone.
        message_id: what other mails refer to it by, with its angle brackets; one is made where
            none is given.
        headers: names and values of further headers, in ASCII.
    """

    to: str
    subject: str
    text: str
    language: str
    html: str = ""
    message_id: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mail comes from: the site's name and its address."""

    name: str
    address: str


class Mailer(Protocol):
    """Every member passes `tests/contracts/test_mailers.py`."""

    async def send(self, mail: Mail) -> None:
        """Hand `mail` over; returns when the other side has taken it.

        Raises:
            MailNotSent: it has not, and may later.
            MailRefused: it has not, and never will.
        """

    async def check(self) -> None:
        """Find out whether mail would go, without sending any.

        Raises:
            MailNotSent: it would not.
        """

    async def aclose(self) -> None:
        """Give back what is held open."""
