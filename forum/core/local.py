"""From what a clock on somebody's wall shows to the instant that is meant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from forum.core.errors import N_, ForumError


class NoSuchLocalTime(ForumError):
    """Clocks are put forward over this time: no clock in the zone ever shows it."""

    code, status = "no_such_local_time", 422
    text = N_("Clocks in {zone} are put forward on that day and never show this time.")


def instant_of(local: datetime, zone: str) -> datetime:
    """The instant, in UTC, at which clocks of a zone show a local date and time.

    Where clocks are put back they show it twice. The second is meant then, so that nothing ends
    before somebody who reads the clock expects it.

    Args:
        local: without a zone; its `fold` is not looked at.
        zone: an IANA name that exists.

    Raises:
        NoSuchLocalTime: clocks never show it.
        ValueError: `local` has a zone of its own.
    """
    if local.tzinfo is not None:
        raise ValueError("a local time has no zone of its own")
    place = ZoneInfo(zone)
    instant = local.replace(tzinfo=place, fold=1).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise NoSuchLocalTime(zone=zone)
    return instant
