"""The times of a session by its host's clock, beside the reader's."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from forum.live.sessions.schemas import SessionOut
from i18n import formats


@dataclass(frozen=True, slots=True)
class Clocks:
    """What clocks where the host is show.

    Attributes:
        starts: day, hour and minute.
        ends: the same.
        offset: how far that is from Greenwich when it begins.
        zone: its IANA name.
    """

    starts: str
    ends: str
    offset: str
    zone: str


def clocks(session: SessionOut, locale: str) -> Clocks:
    """A session's times where its host is, written for readers of `locale`."""
    zone = ZoneInfo(session.zone)
    return Clocks(
        starts=formats.moment(session.starts_at, locale, zone),
        ends=formats.moment(session.ends_at, locale, zone),
        offset=formats.offset(session.starts_at, locale, zone),
        zone=session.zone,
    )
