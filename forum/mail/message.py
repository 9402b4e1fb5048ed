"""From a mail to a message as it travels (RFC 5322, MIME)."""

import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid

from forum.mail.base import Mail, MailRefused, Sender

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


_WHOLE = {"list-unsubscribe", "message-id", "in-reply-to", "references"}
"""Headers whose words must stay as they are; Python's own policy would encode long ones."""
_LONGEST = 998 - 2
"""Octets of a line without its end (RFC 5322 §2.1.1)."""


class _Policy(EmailPolicy):
    """Folds subjects as RFC 2047 §5 asks; Python's own policy drops spaces between long words."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """See `email.policy`."""
        if name.lower() in _WHOLE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if name != "Subject":
            return super().fold_binary(name, value)
        charset = "us-ascii" if value.isascii() else "utf-8"
        folded = Header(str(value), charset, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


# Quoted-printable or base64, whichever is shorter: every server on the way takes these.
_POLICY = _Policy(linesep="\r\n", cte_type="7bit")
_ANY_SCRIPT = _POLICY.clone(utf8=True)


def build(mail: Mail, sender: Sender, now: datetime) -> EmailMessage:
    """Write the message.

    Raises:
        MailRefused: a header would not stay on its line, or an address is none.
    """
    message = EmailMessage(_POLICY)
    try:
        message["From"] = _address(sender.address, _one_line(sender.name))
        message["To"] = _address(mail.to)
        message["Subject"] = _one_line(mail.subject)
        message["Date"] = format_datetime(now)
        message["Message-ID"] = _word(mail.message_id) or make_msgid(domain=domain(sender))
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers
        for name, value in mail.headers:
            message[name] = _word(value)
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
        message["Content-Language"] = _one_line(mail.language)
    except ValueError as error:
        raise MailRefused(str(error)) from error
    return message


def envelope(message: EmailMessage) -> tuple[str, str]:
    """The addresses that the message comes from and goes to, as SMTP takes them."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    return sender, recipient


def as_bytes(message: EmailMessage) -> bytes:
    """The message as it goes over the wire or into a file."""
    return message.as_bytes(policy=_ANY_SCRIPT if needs_any_script(message) else _POLICY)


def needs_any_script(message: EmailMessage) -> bool:
    """Whether only servers that know SMTPUTF8 (RFC 6531) can take it."""
    return not "".join(envelope(message)).isascii()


def domain(sender: Sender) -> str:
    """The domain that mail comes from."""
    return _address(sender.address).domain


def _address(text: str, name: str = "") -> Address:
    """An address with its domain as the mail system knows it; the rest may be in any script."""
    local, _, domain = _one_line(text).rpartition("@")
    if not local or not domain:
        raise ValueError("an address lacks the part before or after the @")
    return Address(name, local, domain.encode("idna").decode())


def _word(text: str) -> str:
    """The value of a header that goes out as it is."""
    if not text.isascii() or len(text) > _LONGEST - len("List-Unsubscribe: "):
        raise ValueError("a header is too long, or not in ASCII")
    return _one_line(text)


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("a header holds control characters")
    return text
