"""When a session may be, and what a time on a clock stands for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forum.core.errors import N_, Fault, InvalidInput

LONGEST = timedelta(days=7)
"""A session; what goes on for longer is several."""


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Let a session be between two instants.

    Raises:
        InvalidInput: it ends before it begins, or is too long.
    """
    if ends_at <= starts_at:
        raise InvalidInput([Fault("ends_at", N_("The end needs to come after the beginning."))])
    if ends_at - starts_at > LONGEST:
        raise InvalidInput([Fault("ends_at", N_("A session lasts seven days at most."))])


def instant(field: str, local: datetime, zone: str) -> datetime:
    """The instant at which clocks of a zone show `local`; the first one, where there are two.

    Raises:
        InvalidInput: they are put forward just then, and never show it; naming `field`.
    """
    there = ZoneInfo(zone)
    try:
        found = local.replace(tzinfo=there).astimezone(UTC)
        shown = found.astimezone(there).replace(tzinfo=None)
    except OverflowError as error:
        text = N_("This needs to be a date and time.")
        raise InvalidInput([Fault(field, text)]) from error
    if shown != local:
        text = N_("Clocks in this time zone are put forward then, and never show this time.")
        raise InvalidInput([Fault(field, text)])
    return found
