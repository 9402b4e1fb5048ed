"""Dates of mails, however they were written."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_OFFSET_LIMIT = 14 * 3600
_FIRST_YEAR = 1980
_CLOCK_SKEW = timedelta(days=2)
_COMMENT = re.compile(r"\([^()]*\)")


def parse_date(text: str) -> datetime | None:
    """Read a date field (RFC 5322 §3.3, its obsolete forms, asctime or ISO 8601) as UTC.

    A zone that is unknown, absent or off the globe counts as UTC. `None` if it is no date.
    """
    cleaned = _COMMENT.sub(" ", text).strip()
    try:
        found = parsedate_tz(cleaned)
        return _iso(cleaned) if found is None else _utc(found)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _utc(found: tuple[int | None, ...]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found[:6])
    offset = found[9] or 0
    zone = timezone(timedelta(seconds=offset if abs(offset) <= _OFFSET_LIMIT else 0))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)


def _iso(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def plausible(date: datetime | None) -> datetime | None:
    """Return `date` unless it lies before there were mailing lists, as a reset clock's does."""
    return date if date and date.year >= _FIRST_YEAR else None


def agrees(date: datetime, delivered: datetime | None) -> bool:
    """Tell whether a mail may have been sent at `date`, given when it was delivered."""
    return delivered is None or date <= delivered + _CLOCK_SKEW
