"""Which hour suits people in many time zones best, and whose turn it is to sit late.

No hour is day everywhere from Lisbon to Auckland. The hardship of a quarter of an hour is 0 by day,
from 8:00 to 20:00 on local clocks, and otherwise how many quarters it lies from the day: 24 at two
in the morning. That of a session is the sum over its quarters. What a place has borne before counts
with it, squared, so that a meeting that comes again goes round: an hour that is a little worse for
those who slept is better than one that is bad for the same people again. All numbers are whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
DAY_BEGINS, DAY_ENDS = 8 * 60, 20 * 60
"""In minutes of the local day."""
_DAY = 24 * 60
_MINUTES = 15
LONGEST_SEARCH = timedelta(days=92)
LONGEST_SESSION = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Place:
    """People who live by one clock.

    Attributes:
        zone: an IANA name that exists.
        people: how many; how much their hardship counts.
        borne: hardship of each of them in earlier sessions.
    """

    zone: str
    people: int = 1
    borne: int = 0


@dataclass(frozen=True, slots=True)
class Hour:
    """A time at which a session could begin.

    Attributes:
        starts_at: in UTC.
        hardship: of each zone, at that time alone.
        cost: of all, the lower the better; see the module.
    """

    starts_at: datetime
    hardship: Mapping[str, int]
    cost: int

    @property
    def worst(self) -> int:
        """Hardship of the zone that has most."""
        return max(self.hardship.values(), default=0)


@dataclass(frozen=True, slots=True)
class Search:
    """Between what times to look.

    Attributes:
        first: the earliest beginning, in UTC; it is taken up to the next quarter of an hour.
        last: the latest one.
        length: of the session; it counts by quarters of an hour begun.
        step: between beginnings, quarters of an hour.

    Raises:
        ValueError: the times do not fit, or there are too many of them.
    """

    first: datetime
    last: datetime
    length: timedelta
    step: timedelta = 2 * QUARTER

    def __post_init__(self) -> None:
        is_span = timedelta() <= self.last - self.first <= LONGEST_SEARCH
        is_session = timedelta() < self.length <= LONGEST_SESSION
        if not is_span or not is_session or self.step <= timedelta() or self.step % QUARTER:
            raise ValueError("not a search for an hour")

    @property
    def quarters(self) -> int:
        """How many quarters of an hour the session has."""
        return -(-self.length // QUARTER)

    @property
    def beginning(self) -> datetime:
        """The first quarter of an hour that can be a beginning."""
        first = self.first.astimezone(UTC)
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + -((midnight - first) // QUARTER) * QUARTER

    def beginnings(self) -> Iterator[int]:
        """The beginnings, as quarters of an hour after the first."""
        count = (self.last - self.beginning) // QUARTER
        return iter(range(0, count + 1, self.step // QUARTER))


def best_hours(places: Sequence[Place], search: Search) -> list[Hour]:
    """All beginnings, the best first: by cost, then by the worst of hardships, then the earliest.

    Places of one zone are to be given as one.
    """
    sums = {one.zone: _summed(one.zone, search) for one in places}
    found = [_hour(at, places, sums, search) for at in search.beginnings()]
    return sorted(found, key=lambda one: (one.cost, one.worst, one.starts_at))


def borne_with(places: Sequence[Place], hour: Hour) -> list[Place]:
    """The places after a session at that hour, as the search for the next one wants them."""
    return [Place(one.zone, one.people, one.borne + hour.hardship[one.zone]) for one in places]


def hardship(local: datetime) -> int:
    """That of the quarter of an hour from a local time on."""
    minute = local.hour * 60 + local.minute
    if DAY_BEGINS <= minute < DAY_ENDS:
        return 0
    late = (minute - DAY_ENDS) % _DAY // _MINUTES + 1
    early = -(-((DAY_BEGINS - minute) % _DAY) // _MINUTES)
    return min(late, early)


def _summed(zone: str, search: Search) -> list[int]:
    """Hardships in a zone summed from the first beginning to before each quarter of an hour."""
    clock, start = ZoneInfo(zone), search.beginning
    count = max((search.last - start) // QUARTER + 1, 0) + search.quarters
    each = (hardship((start + at * QUARTER).astimezone(clock)) for at in range(count))
    return list(accumulate(each, initial=0))


def _hour(
    at: int, places: Sequence[Place], sums: Mapping[str, Sequence[int]], search: Search
) -> Hour:
    hard = {zone: found[at + search.quarters] - found[at] for zone, found in sums.items()}
    cost = sum(one.people * _added(one.borne, hard[one.zone]) for one in places)
    return Hour(search.beginning + at * QUARTER, MappingProxyType(hard), cost)


def _added(borne: int, more: int) -> int:
    """How much the square of a hardship grows."""
    return (borne + more) ** 2 - borne**2
