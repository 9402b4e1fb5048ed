"""Between what times hours are looked for, and how long calendars remember."""

from datetime import UTC, date, datetime, time, timedelta

from forum.core.errors import N_, Fault, InvalidInput
from forum.live.best_hour import Search

YEAR = timedelta(days=365)
"""How long a session stays in a calendar after its end."""
MOST_DAYS = 14
SHOWN = 10
"""Hours that are offered."""


def search(first: date, days: int, minutes: int) -> Search:
    """The search for an hour on some days of UTC.

    Args:
        first: the first day.
        days: how many, 1 to `MOST_DAYS`.
        minutes: length of the session.

    Raises:
        InvalidInput: the calendar has no such days.
    """
    try:
        begins = datetime.combine(first, time(), UTC)
        return Search(begins, begins + timedelta(days=days, minutes=-1), timedelta(minutes=minutes))
    except OverflowError as error:
        raise InvalidInput([Fault("first", N_("This needs to be a date and time."))]) from error
