"""Levels, digests and words: pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forum.core.ids import MemberId
from forum.notifications.rules import (
    Group,
    NotificationLevel,
    Part,
    hears,
    level,
    next_digest,
    tag_target,
)
from forum.notifications.words import LASTS, UnsubscribeLinkNotGood, read_word, unsubscribe_word

LEVELS = st.sampled_from(NotificationLevel)
SAID = st.none() | LEVELS
PARTS = st.sampled_from(Part)
KEY = b"k" * 32
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ZONES = ["Asia/Kathmandu", "Europe/Athens", "Europe/Lisbon", "Pacific/Chatham", "UTC"]


@given(LEVELS, st.lists(LEVELS), SAID, PARTS)
def test_what_is_said_of_a_topic_counts_before_everything(
    topic: NotificationLevel,
    tags: list[NotificationLevel],
    space: NotificationLevel | None,
    part: Part,
) -> None:
    assert level(topic, tags, space, part) == topic


@given(st.lists(LEVELS), SAID)
def test_who_started_a_topic_watches_it_until_they_say_otherwise_of_it(
    tags: list[NotificationLevel], space: NotificationLevel | None
) -> None:
    assert level(None, tags, space, Part.STARTED) == NotificationLevel.WATCH


@given(st.lists(LEVELS), SAID)
def test_who_wrote_in_a_topic_hears_at_least_of_replies(
    tags: list[NotificationLevel], space: NotificationLevel | None
) -> None:
    assert level(None, tags, space, Part.WROTE) != NotificationLevel.MUTE


def test_a_tag_counts_before_the_space_and_of_tags_a_muted_one() -> None:
    assert (
        level(None, [NotificationLevel.WATCH], NotificationLevel.MUTE, Part.NONE)
        == NotificationLevel.WATCH
    )
    assert (
        level(
            None,
            [NotificationLevel.WATCH, NotificationLevel.MUTE],
            NotificationLevel.WATCH,
            Part.NONE,
        )
        == NotificationLevel.MUTE
    )
    assert level(None, [], NotificationLevel.WATCH, Part.NONE) == NotificationLevel.WATCH
    assert level(None, [], None, Part.NONE) == NotificationLevel.FOLLOW


@pytest.mark.parametrize(
    ("heard", "direct", "watched"),
    [
        (NotificationLevel.MUTE, False, False),
        (NotificationLevel.FOLLOW, True, False),
        (NotificationLevel.WATCH, True, True),
    ],
)
def test_a_level_says_what_is_heard(heard: NotificationLevel, direct: bool, watched: bool) -> None:
    assert (hears(heard, Group.DIRECT), hears(heard, Group.WATCHED)) == (direct, watched)


def test_a_tag_is_the_same_in_capitals() -> None:
    assert tag_target("Water") == tag_target("wATER") == "tag:water"


MOMENTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda at: datetime.fromtimestamp(at, UTC))


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23))
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "Europe/Athens", 3)
@example(datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "Europe/Athens", 3)
def test_a_daily_digest_goes_out_within_a_day_at_the_readers_hour(
    now: datetime, zone: str, hour: int
) -> None:
    there = ZoneInfo(zone)
    due = next_digest(now, there, hour)
    local = due.astimezone(there)
    assert now < due <= now + timedelta(hours=25)
    skipped = local.replace(hour=hour, minute=0, tzinfo=there).astimezone(UTC) == due
    assert (local.hour, local.minute, local.second) == (hour, 0, 0) or skipped


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 6))
def test_a_weekly_digest_goes_out_within_a_week_on_the_readers_day(
    now: datetime, zone: str, hour: int, weekday: int
) -> None:
    there = ZoneInfo(zone)
    due = next_digest(now, there, hour, weekday)
    assert now < due <= now + timedelta(days=7, hours=1)
    assert due.astimezone(there).weekday() == weekday


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23))
def test_digests_follow_each_other_day_by_day(now: datetime, zone: str, hour: int) -> None:
    there = ZoneInfo(zone)
    first = next_digest(now, there, hour)
    second = next_digest(first, there, hour)
    assert second.astimezone(there).date() - first.astimezone(there).date() == timedelta(days=1)


def test_digests_keep_the_readers_hour_when_clocks_change() -> None:
    athens, kathmandu = ZoneInfo("Europe/Athens"), ZoneInfo("Asia/Kathmandu")
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    assert next_digest(saturday - timedelta(days=1), athens, 8) == datetime(
        2026, 10, 24, 5, 0, tzinfo=UTC
    )
    assert next_digest(saturday, athens, 8) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    assert next_digest(saturday, kathmandu, 8) == datetime(2026, 10, 25, 2, 15, tzinfo=UTC)


def test_an_hour_that_is_skipped_begins_when_the_clocks_have_changed() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    due = next_digest(before, ZoneInfo("Europe/Athens"), 3)
    assert due == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert due.astimezone(ZoneInfo("Europe/Athens")).hour == 4


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    due = next_digest(before, ZoneInfo("Europe/Athens"), 3)
    assert due == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)


@given(st.integers(1, 2**62), st.sets(st.sampled_from(Group), min_size=1).map(sorted))
def test_a_word_says_whose_mail_it_stops(member: int, groups: list[Group]) -> None:
    word = unsubscribe_word(KEY, MemberId(member), groups, NOON)
    assert read_word(KEY, word, NOON + LASTS) == (member, groups)


@given(st.text(max_size=60))
def test_no_other_word_stops_mail(word: str) -> None:
    with pytest.raises(UnsubscribeLinkNotGood):
        read_word(KEY, word, NOON)


@given(st.integers(0, 80), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_word_that_was_changed_is_none(place: int, letter: str) -> None:
    word = unsubscribe_word(KEY, MemberId(7), [Group.DIRECT], NOON)
    place %= len(word)
    forged = word[:place] + letter + word[place + 1 :]
    if forged != word:
        with pytest.raises(UnsubscribeLinkNotGood):
            read_word(KEY, forged, NOON)


def test_a_word_grows_old() -> None:
    word = unsubscribe_word(KEY, MemberId(7), [Group.DIRECT], NOON)
    with pytest.raises(UnsubscribeLinkNotGood):
        read_word(KEY, word, NOON + LASTS + timedelta(seconds=1))
    with pytest.raises(UnsubscribeLinkNotGood):
        read_word(b"another key of thirty-two bytes.", word, NOON)
