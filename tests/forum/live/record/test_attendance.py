from forum.live.record.attendance import Attendee, attendance
from forum.live.record.entries import Who
from tests.forum.live.record.logs import BEGIN, Log, slot

LINH = Who(1, 40, "alternate")


def joined(log: Log, participant: int, member: int, at: int) -> None:
    log.add(
        "participant.joined", participant_id=participant, member_id=member, part="delegate", at=at
    )


def left(log: Log, participant: int, member: int, at: int) -> None:
    log.add(
        "participant.left", participant_id=participant, member_id=member, part="delegate", at=at
    )


def test_attendance_lies_within_the_meeting() -> None:
    log = Log()
    joined(log, 5, 1, BEGIN)
    log.state("in_session", at=BEGIN + 10_000)
    log.add("chat.said", by=1, id=1, at=BEGIN + 12_000)
    log.floor(3, slot(9, "speaking"), at=BEGIN + 15_000)
    log.state("closed", at=BEGIN + 20_000)
    [one] = attendance(log.entries, {5: LINH}, BEGIN)
    assert one == Attendee(
        LINH, "delegate", BEGIN + 10_000, BEGIN + 20_000, BEGIN + 12_000, BEGIN + 15_000
    )


def test_who_left_before_it_began_was_not_there() -> None:
    log = Log()
    joined(log, 5, 1, BEGIN)
    left(log, 5, 1, BEGIN + 1_000)
    log.state("in_session", at=BEGIN + 10_000)
    log.state("closed", at=BEGIN + 20_000)
    assert attendance(log.entries, {}, BEGIN) == []


def test_who_leaves_and_comes_back_is_listed_twice() -> None:
    log = Log()
    log.state("in_session", at=BEGIN)
    joined(log, 5, 1, BEGIN + 1_000)
    joined(log, 5, 1, BEGIN + 2_000)
    left(log, 5, 1, BEGIN + 3_000)
    joined(log, 5, 1, BEGIN + 6_000)
    log.state("closed", at=BEGIN + 9_000)
    found = [(one.began - BEGIN, one.ended - BEGIN) for one in attendance(log.entries, {}, BEGIN)]
    assert found == [(1_000, 3_000), (6_000, 9_000)]


def test_who_did_nothing_has_no_acts() -> None:
    log = Log()
    joined(log, 5, 1, BEGIN)
    log.state("in_session", at=BEGIN + 1_000)
    [one] = attendance(log.entries, {}, BEGIN + 2_000)
    assert (one.who, one.first, one.last, one.ended) == (Who(1), None, None, BEGIN + 2_000)


def test_without_a_meeting_nobody_attends() -> None:
    log = Log()
    joined(log, 5, 1, BEGIN)
    assert attendance(log.entries, {}, BEGIN) == []
