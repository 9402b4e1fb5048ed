from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.local import NoSuchLocalTime, instant_of

SPAN = (datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2037-01-01"))
ZONES = ["Asia/Kolkata", "Asia/Yangon", "Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe"]
ZONES += ["Europe/Brussels", "Atlantic/Azores", "Pacific/Auckland", "UTC"]


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-11-20T17:00", "Asia/Kolkata", "2026-11-20T11:30"),
        ("2026-11-20T17:00", "Asia/Yangon", "2026-11-20T10:30"),
        ("2026-11-20T17:00", "Pacific/Chatham", "2026-11-20T03:15"),
        ("2026-07-20T17:00", "Pacific/Chatham", "2026-07-20T04:15"),
        ("2026-01-15T17:00", "Europe/Brussels", "2026-01-15T16:00"),
        ("2026-07-15T17:00", "Europe/Brussels", "2026-07-15T15:00"),
    ],
)
def test_a_local_time_is_one_instant(local: str, zone: str, instant: str) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert instant_of(datetime.fromisoformat(local), zone) == expected


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2026-03-29T02:30", "Europe/Brussels"),
        ("2026-09-27T02:45", "Pacific/Chatham"),  # put forward at 2:45 there
        ("2026-10-04T02:15", "Australia/Lord_Howe"),  # by half an hour
    ],
)
def test_a_time_that_clocks_leap_over_is_refused(local: str, zone: str) -> None:
    with pytest.raises(NoSuchLocalTime):
        instant_of(datetime.fromisoformat(local), zone)


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-10-25T02:30", "Europe/Brussels", "2026-10-25T01:30"),
        ("2026-04-05T03:00", "Pacific/Chatham", "2026-04-04T14:15"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_of_a_time_that_comes_twice_the_second_is_meant(
    local: str, zone: str, instant: str, fold: int
) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert instant_of(datetime.fromisoformat(local).replace(fold=fold), zone) == expected


def test_a_time_with_a_zone_of_its_own_is_no_local_time() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        instant_of(datetime(2026, 1, 1, tzinfo=UTC), "UTC")


@given(st.datetimes(*SPAN), st.sampled_from(ZONES))
def test_clocks_show_the_time_at_that_instant_and_never_later(local: datetime, zone: str) -> None:
    place = ZoneInfo(zone)
    try:
        instant = instant_of(local, zone)
    except NoSuchLocalTime:
        shown = local.replace(tzinfo=place).astimezone(UTC).astimezone(place)
        assert shown.replace(tzinfo=None) != local
        return
    assert instant.astimezone(place).replace(tzinfo=None, fold=0) == local
    later = (instant + timedelta(minutes=30 * step) for step in range(1, 6))
    assert all(one.astimezone(place).replace(tzinfo=None) != local for one in later)
