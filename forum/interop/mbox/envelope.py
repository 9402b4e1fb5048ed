"""The line that begins a mail in an archive: `From address date`."""

import re
from dataclasses import dataclass
from datetime import datetime

from forum.interop.mbox.dates import parse_date

_LONGEST = 1_000
_SHAPE = re.compile(
    rb"From (?P<sender>\S.{0,400}?)[ \t]+"
    rb"(?P<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+[^\r\n]{10,60}?)"
    rb"(?:[ \t]remote from [^\r\n]*)?\s*$"
)
_TIME = re.compile(rb"\b\d{1,2}:\d\d(?::\d\d)?\b")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
_FIELD = re.compile(rb">?From |[!-9;-~]{1,100}[ \t]?:")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender and delivery date of a From line; the date is `None` if there is no such day."""

    sender: str
    date: datetime | None


def parse_envelope(line: bytes) -> Envelope | None:
    """Read a From line, or return `None` for a line that only begins with the word.

    mbox writes the address as it is, pipermail as `name at host`; between the two, what decides
    is the date at the end, of a weekday, a time and a year.
    """
    if not line.startswith(b"From ") or len(line) > _LONGEST or not (found := _SHAPE.match(line)):
        return None
    date = found["date"]
    if not _TIME.search(date) or not _YEAR.search(date):
        return None
    return Envelope(
        found["sender"].decode("ascii", "replace"), parse_date(date.decode("ascii", "replace"))
    )


def begins_field(line: bytes) -> bool:
    """Tell whether a line can be the first header field of a mail."""
    return _FIELD.match(line) is not None
