"""Sessions as iCalendar, which calendars of people and offices read.

Sources: RFC 5545 (§3.1 lines of 75 octets, §3.3.11 texts, §3.6.1 events, §3.8.7.4 sequence), RFC
6868 (parameters), RFC 7986 (names and refreshing of calendars, CONFERENCE).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from forum.live.sessions.states import SessionState

_LONGEST = 75
"""Octets of a line, without its end."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NAMED = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})
PRODUCT = "-//Stakeholders Forum//Live sessions//EN"


class Status(StrEnum):
    """Whether a session takes place."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as a calendar shows it.

    Attributes:
        uid: the same for ever, such as `session-12@forum.example`.
        sequence: how often its times, place or state were changed.
        starts_at: aware.
        ends_at: aware, after `starts_at`.
        changed_at: when it was changed last.
        titles: by BCP 47 tag; not empty.
        language: tag of the title it was given by its host, one of `titles`.
        status: whether it takes place.
        url: of its page.
        description: plain text; "": none.
        video: address of the video conference; "": none.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    titles: Mapping[str, str]
    language: str
    status: Status
    url: str
    description: str = ""
    video: str = ""

    def title(self, language: str) -> tuple[str, str]:
        """Tag and title in a reader's language, or as the host gave it."""
        tag = language if language in self.titles else self.language
        return tag, self.titles[tag]


def status_of(state: SessionState) -> Status:
    """Whether a session in this state takes place; drafts are only seen by who prepares them."""
    if state is SessionState.CANCELLED:
        return Status.CANCELLED
    return Status.TENTATIVE if state is SessionState.DRAFT else Status.CONFIRMED


def calendar(entries: Iterable[Entry], *, name: str, language: str, made_at: datetime) -> str:
    """A calendar of sessions for a reader of `language`, with lines ended by CR LF.

    Times are in UTC, so every calendar shows them by its owner's clock without a table of zones.

    Args:
        entries: in any order.
        name: of the calendar, in that language.
        language: BCP 47 tag of the titles, as far as there are any in it.
        made_at: the present instant.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    head += ["METHOD:PUBLISH", _text("NAME", name), "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    lines = [*head]
    for entry in entries:
        lines += _event(entry, language, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def folded(line: str) -> Iterator[str]:
    """The parts of a content line, 75 octets or fewer each; no character is cut in two."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part


def escaped(text: str) -> str:
    """A text as a property's value (§3.3.11)."""
    plain = _plain(text).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _event(entry: Entry, language: str, made_at: datetime) -> Iterator[str]:
    tag, title = entry.title(language)
    yield "BEGIN:VEVENT"
    yield _text("UID", entry.uid)
    yield f"DTSTAMP:{_utc(made_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{entry.status}"
    yield f"DTSTART:{_utc(entry.starts_at)}"
    yield f"DTEND:{_utc(entry.ends_at)}"
    yield _text(f"SUMMARY;LANGUAGE={tag}", title)
    if entry.description:
        yield _text("DESCRIPTION", entry.description)
    yield f"URL:{_address(entry.url)}"
    if entry.video:
        label = _plain(title).translate(_NAMED)
        yield f'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="{label}":{_address(entry.video)}'
    yield "END:VEVENT"


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("\ufffd", lines)


def _text(name: str, value: str) -> str:
    return f"{name}:{escaped(value)}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _address(url: str) -> str:
    """An address, which has no white space, whatever it is."""
    return "".join(_CONTROLS.sub("", url).split())
