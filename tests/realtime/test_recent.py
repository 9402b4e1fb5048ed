"""How many readers are written to at about the same time."""

from realtime.frames import REST_AT_MOST, rest
from realtime.recent import Recent


def test_a_channel_that_is_written_to_often_counts_once() -> None:
    recent = Recent(1.0)
    assert [recent.note("hall", 100, now) for now in (0.0, 0.1, 0.2)] == [100, 100, 100]


def test_the_number_of_readers_is_that_of_the_last_time() -> None:
    recent = Recent(1.0)
    recent.note("hall", 100, 0.0)
    assert recent.note("hall", 30, 0.1) == 30


def test_what_was_written_to_long_ago_does_not_count() -> None:
    recent = Recent(1.0)
    recent.note("hall", 100, 0.0)
    recent.note("room", 10, 0.5)
    assert recent.note("yard", 1, 1.2) == 11


def test_a_channel_that_is_written_to_again_is_not_forgotten_as_one_of_long_ago() -> None:
    recent = Recent(1.0)
    recent.note("hall", 100, 0.0)
    recent.note("room", 10, 0.5)
    recent.note("hall", 100, 0.9)
    assert recent.note("yard", 1, 1.2) == 111


def test_channels_of_one_meeting_rest_by_the_readers_of_all() -> None:
    recent = Recent(REST_AT_MOST)
    languages = [rest(recent.note(f"hall:{number}", 200, 0.0)) for number in range(5)]
    assert languages[0] < languages[1] < languages[-1] == REST_AT_MOST
