from forum.live.record.entries import read_entries
from forum.live.record.sittings import Stretch, meeting, sittings, with_items
from tests.forum.live.record.logs import BEGIN, Log


def held() -> Log:
    log = Log()
    log.state("lobby")
    log.state("in_session", at=BEGIN + 10_000)
    log.state("suspended", at=BEGIN + 20_000)
    log.state("in_session", at=BEGIN + 50_000)
    log.state("closed", at=BEGIN + 90_000)
    log.state("record_draft", at=BEGIN + 999_000)
    return log


def test_a_suspension_is_no_part_of_a_sitting() -> None:
    assert sittings(held().entries, BEGIN) == [
        Stretch(BEGIN + 10_000, BEGIN + 20_000),
        Stretch(BEGIN + 50_000, BEGIN + 90_000),
    ]


def test_a_meeting_lasts_from_its_opening_to_its_end() -> None:
    assert meeting(held().entries, BEGIN) == Stretch(BEGIN + 10_000, BEGIN + 90_000)


def test_a_meeting_that_is_closed_while_suspended_ends_then() -> None:
    log = Log()
    log.state("in_session", at=BEGIN)
    log.state("suspended", at=BEGIN + 5_000)
    log.state("closed", at=BEGIN + 9_000)
    assert meeting(log.entries, BEGIN) == Stretch(BEGIN, BEGIN + 9_000)
    assert sittings(log.entries, BEGIN) == [Stretch(BEGIN, BEGIN + 5_000)]


def test_a_sitting_that_goes_on_ends_for_now() -> None:
    log = Log()
    log.state("in_session", at=BEGIN)
    assert sittings(log.entries, BEGIN + 7_000)[0].length == 7_000


def test_a_session_that_was_never_opened_was_no_meeting() -> None:
    log = Log()
    log.state("cancelled")
    assert meeting(log.entries, BEGIN) is None


def test_what_names_no_item_belongs_to_the_one_that_is_open() -> None:
    log = Log()
    log.add("chat.said", id=1)
    log.add("agenda.item_opened", item_id=7)
    log.add("chat.said", id=2)
    log.floor(8)
    log.add("agenda.item_opened", item_id=None)
    log.add("chat.said", id=3)
    assert [item for _, item in with_items(log.entries)] == [None, 7, 7, 8, None, None]


def test_what_is_not_dated_is_not_read() -> None:
    assert read_entries([(1, '{"event":"x"}'), (2, '{"event":"y","at":5}')])[0].offset == 2
