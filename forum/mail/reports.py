"""What a mail server reports of a mail that it could not deliver (RFC 3464, RFC 6533). Pure.

Only the first level of MIME is read, so that no report, however nested, costs more than its length.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, HeaderParser
from typing import Final

MOST: Final = 1_000_000
"""Octets that are read; reports begin with what counts, and mails of ours are shorter."""
_LONGEST_REASON = 300
_STATUS = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED = {
    "message/rfc822",
    "message/global",
    "message/global-headers",
    "text/rfc822-headers",
}
_FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}", re.ASCII)
_OF_ONE_MAIL = re.compile(r"5\.(?:2\.3|3\.4|6\.\d{1,3})", re.ASCII)
"""Too long, or of a form that is not taken (RFC 3463 §3.3, §3.4, §3.7): another mail may arrive."""


class NotAReport(Exception):
    """What came is no report of a delivery."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of a mail at one address.

    Attributes:
        action: `failed`, `delayed`, `delivered`, `relayed` or `expanded`; in lower case.
        status: three numbers (RFC 3463), of which the first says whether it will change.
        said: the words of the server that refused it, on one line.
    """

    action: str
    status: str
    said: str

    @property
    def refused(self) -> bool:
        """Whether no mail goes there any more, as far as this one tells."""
        for_good = _FOR_GOOD.match(self.status) and not _OF_ONE_MAIL.match(self.status)
        return self.action == "failed" and bool(for_good)


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        message_id: of the mail that it is about, with angle brackets; "" where it does not say.
        recipients: whom it is about; never none.
    """

    message_id: str
    recipients: Sequence[Recipient]

    @property
    def refusal(self) -> str | None:
        """Why the mail reached nobody and none will; `None` where that is not said."""
        if not all(one.refused for one in self.recipients):
            return None
        first = self.recipients[0]
        return (first.said or first.status)[:_LONGEST_REASON]


def read_report(data: bytes) -> Report:
    """Read a report as a mail server hands it on.

    Args:
        data: the whole mail; what is beyond `MOST` octets is not looked at.

    Raises:
        NotAReport: it is something else, or too broken to tell.
    """
    whole = BytesHeaderParser().parsebytes(data[:MOST])
    recipients: list[Recipient] = []
    message_id = ""
    for part in _parts(whole):
        if (kind := part.get_content_type()) in _STATUS:
            recipients += _recipients(_text(part))
        elif kind in _RETURNED:
            message_id = message_id or _value(HeaderParser().parsestr(_text(part)), "Message-ID")
    if not recipients:
        raise NotAReport
    return Report(message_id, recipients)


def _parts(whole: Message) -> Iterator[Message]:
    boundary = whole.get_boundary()
    if whole.get_content_type() != "multipart/report" or not boundary:
        raise NotAReport
    line = re.compile(rf"^--{re.escape(boundary)}(?:--)?[ \t]*\r?$", re.MULTILINE)
    for text in line.split(str(whole.get_payload()))[1:]:
        yield HeaderParser().parsestr(text.lstrip("\r\n"))


def _text(part: Message) -> str:
    body = part.get_payload(decode=True)
    return body.decode("utf-8", "replace").lstrip("\r\n") if isinstance(body, bytes) else ""


def _recipients(text: str) -> Iterator[Recipient]:
    """Of the groups of fields between empty lines, those that are about a recipient."""
    for group in re.split(r"\r?\n[ \t]*\r?\n", text):
        fields = HeaderParser().parsestr(group)
        if "Final-Recipient" in fields and "Action" in fields:
            said = _value(fields, "Diagnostic-Code")
            yield Recipient(
                _value(fields, "Action").lower(),
                _value(fields, "Status"),
                said.partition(";")[2].strip() or said,
            )


def _value(fields: Message, name: str) -> str:
    """A field on one line, of printable characters alone."""
    found = str(fields.get(name, ""))
    return " ".join("".join(one if one.isprintable() else " " for one in found).split())
