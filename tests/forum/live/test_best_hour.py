from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.live.best_hour import QUARTER, Hour, Place, Search, best_hours, borne_with, hardship

ZONES = ["Europe/Lisbon", "Europe/Brussels", "Asia/Kolkata", "Asia/Yangon", "Asia/Singapore"]
ZONES += ["Asia/Tokyo", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham"]
ZONES += ["Atlantic/Azores"]
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)
places = st.lists(
    st.builds(Place, st.sampled_from(ZONES), st.integers(1, 9), st.integers(0, 200)),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.zone,
)
starts = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-12-31")
).map(lambda at: at.replace(tzinfo=UTC))
lengths = st.integers(1, 300).map(lambda minutes: timedelta(minutes=minutes))


def day(length: timedelta = HOUR, first: datetime = MONDAY) -> Search:
    return Search(first, first + timedelta(hours=23, minutes=45), length)


def local(hour: Hour, zone: str) -> str:
    return f"{hour.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"


@pytest.mark.parametrize(
    ("at", "expected"),
    [("08:00", 0), ("19:45", 0), ("20:00", 1), ("07:45", 1), ("21:00", 5), ("07:00", 4),
     ("02:00", 24), ("01:45", 24), ("00:00", 17)],
)  # fmt: skip
def test_hardship_is_how_far_the_day_is(at: str, expected: int) -> None:
    assert hardship(datetime.fromisoformat(f"2026-11-23T{at}")) == expected


def test_one_place_meets_by_day() -> None:
    best = best_hours([Place("Asia/Singapore")], day())[0]
    assert (best.cost, local(best, "Asia/Singapore")) == (0, "08:00")


def test_brussels_and_singapore_share_a_few_hours() -> None:
    found = best_hours([Place("Europe/Brussels"), Place("Asia/Singapore")], day())
    free = sorted(local(one, "Europe/Brussels") for one in found if not one.cost)
    assert free == ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]


def test_summer_time_moves_the_hour() -> None:
    both = [Place("Europe/Brussels"), Place("Asia/Kolkata")]
    before = best_hours(both, day(first=datetime(2026, 3, 28, tzinfo=UTC)))
    after = best_hours(both, day(first=datetime(2026, 3, 30, tzinfo=UTC)))
    assert [local(found[0], "Europe/Brussels") for found in (before, after)] == ["08:00", "08:00"]
    assert (before[0].starts_at.hour, after[0].starts_at.hour) == (7, 6)


def test_most_people_decide_where_no_hour_suits_all() -> None:
    few, many = Place("Pacific/Auckland"), Place("Europe/Lisbon", people=50)
    best = best_hours([few, many], day(4 * HOUR))[0]
    assert best.hardship["Europe/Lisbon"] < best.hardship["Pacific/Auckland"]
    other = best_hours([replace(few, people=50), replace(many, people=1)], day(4 * HOUR))[0]
    assert other.hardship["Europe/Lisbon"] > other.hardship["Pacific/Auckland"]


def test_whoever_sat_late_before_does_not_this_time() -> None:
    opposite = [Place("Etc/GMT+6"), Place("Etc/GMT-6")]
    for tired, fresh in (opposite, reversed(opposite)):
        best = best_hours([replace(tired, borne=100), fresh], day(3 * HOUR))[0]
        assert best.hardship[tired.zone] < best.hardship[fresh.zone]


def test_a_series_of_meetings_evens_out_what_both_ends_of_the_world_bear() -> None:
    turn = [Place("Europe/Lisbon"), Place("Pacific/Auckland", borne=150)]
    spreads = [150]
    for week in range(6):
        search = day(3 * HOUR, MONDAY + timedelta(weeks=week))
        turn = borne_with(turn, best_hours(turn, search)[0])
        spreads.append(abs(turn[0].borne - turn[1].borne))
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < spreads[0] / 2


@given(places, starts, lengths, st.integers(1, 500))
def test_whoever_has_borne_more_never_sits_later(
    found: list[Place], first: datetime, length: timedelta, more: int
) -> None:
    search, zone = Search(first, first + timedelta(hours=12), length), found[0].zone
    tired = [replace(found[0], borne=found[0].borne + more), *found[1:]]
    before, after = best_hours(found, search)[0], best_hours(tired, search)[0]
    assert after.hardship[zone] <= before.hardship[zone]


@given(places, starts, lengths)
def test_the_first_is_the_best_and_all_are_there(
    found: list[Place], first: datetime, length: timedelta
) -> None:
    search = Search(first, first + timedelta(hours=6), length)
    hours = best_hours(found, search)
    costs = [one.cost for one in hours]
    assert costs == sorted(costs)
    assert sorted(one.starts_at for one in hours) == [
        search.beginning + at * QUARTER for at in search.beginnings()
    ]
    assert all(first <= one.starts_at <= search.last for one in hours)
    assert all(one.starts_at.minute % 15 == 0 for one in hours)


@given(places, starts, lengths)
def test_an_hour_costs_nothing_exactly_if_it_is_day_everywhere(
    found: list[Place], first: datetime, length: timedelta
) -> None:
    for one in best_hours(found, Search(first, first + timedelta(hours=3), length)):
        for place in found:
            is_day = all(_is_day(one.starts_at + at * QUARTER, place) for at in _quarters(length))
            assert (one.hardship[place.zone] == 0) == is_day


NIGHTS = [
    ("Europe/Lisbon", "2026-03-29T00:00"),
    ("Europe/Lisbon", "2026-10-25T00:00"),
    ("Australia/Adelaide", "2026-04-04T15:00"),
    ("Australia/Lord_Howe", "2026-10-03T14:30"),
    ("Asia/Kathmandu", "2026-10-03T14:30"),
]
"""Nights in which clocks change, by an hour or by half of one, and a zone three quarters off."""


@given(st.sampled_from(NIGHTS), lengths)
def test_a_night_in_which_clocks_change_is_counted_by_what_clocks_show(
    night: tuple[str, str], length: timedelta
) -> None:
    zone, clock = night[0], ZoneInfo(night[0])
    first = datetime.fromisoformat(night[1]).replace(tzinfo=UTC)
    for one in best_hours([Place(zone)], Search(first, first + 4 * HOUR, length, QUARTER)):
        shown = ((one.starts_at + at * QUARTER).astimezone(clock) for at in _quarters(length))
        assert one.hardship[zone] == sum(hardship(at) for at in shown)


@given(places, starts, st.integers(2, 5))
def test_only_proportions_of_people_matter(found: list[Place], first: datetime, times: int) -> None:
    search = Search(first, first + timedelta(hours=8), HOUR)
    more = [replace(one, people=one.people * times) for one in found]
    assert [one.starts_at for one in best_hours(more, search)] == [
        one.starts_at for one in best_hours(found, search)
    ]


@pytest.mark.parametrize(
    ("days", "length", "step"),
    [(-1, HOUR, QUARTER), (93, HOUR, QUARTER), (1, 0 * HOUR, QUARTER), (1, 25 * HOUR, QUARTER),
     (1, HOUR, 0 * HOUR), (1, HOUR, QUARTER / 2)],
)  # fmt: skip
def test_what_cannot_be_searched_is_refused(days: int, length: timedelta, step: timedelta) -> None:
    with pytest.raises(ValueError, match="not a search"):
        Search(MONDAY, MONDAY + timedelta(days=days), length, step)


def test_a_span_between_two_quarters_holds_no_hour() -> None:
    first = MONDAY + timedelta(minutes=1)
    assert best_hours([Place("UTC")], Search(first, first + timedelta(minutes=5), HOUR)) == []


def _quarters(length: timedelta) -> range:
    return range(-(-length // QUARTER))


def _is_day(at: datetime, place: Place) -> bool:
    return 8 <= at.astimezone(ZoneInfo(place.zone)).hour < 20
