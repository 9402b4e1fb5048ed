"""Silence procedures, and a machine that plays them against the simplest account of their rule."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from forum.core.ids import ElectorId
from forum.core.local import instant_of
from forum.decisions.silence import (
    Remark,
    Silence,
    SilenceOver,
    SilenceState,
    SilenceTooShort,
    Text,
    TextChangedMeanwhile,
    amended,
    objected,
    opened,
    reserved,
    settled,
    withdrawn,
)

START = datetime(2026, 3, 26, 12, tzinfo=UTC)
DEADLINE = START + timedelta(hours=72)
TINY = timedelta(microseconds=1)


def running() -> Silence:
    return opened(Text.of("We agree."), START, DEADLINE)


def remark(at: datetime, version: int = 1, delegation: int = 7) -> Remark:
    return Remark(ElectorId(delegation), "We do not.", at, version)


def test_a_text_is_adopted_at_the_deadline_and_not_before() -> None:
    silence = running()
    assert settled(silence, DEADLINE - TINY) == silence
    found = settled(silence, DEADLINE)
    assert (found.state, found.adopted_at) == (SilenceState.ADOPTED, DEADLINE)


def test_a_text_that_is_settled_late_was_adopted_at_the_deadline() -> None:
    late = settled(running(), DEADLINE + timedelta(days=2))
    assert late == settled(running(), DEADLINE)
    assert settled(late, DEADLINE + timedelta(days=3)) == late


def test_an_objection_in_the_last_moment_breaks_it() -> None:
    found = objected(running(), remark(DEADLINE - TINY))
    assert settled(found, DEADLINE).state is SilenceState.BROKEN


def test_at_the_deadline_an_objection_is_too_late() -> None:
    with pytest.raises(SilenceOver):
        objected(running(), remark(DEADLINE))


def test_a_second_objection_is_recorded_beside_the_first() -> None:
    first, second = remark(START), remark(START, delegation=8)
    assert objected(objected(running(), first), second).objections == (first, second)


def test_a_reservation_does_not_stop_a_text() -> None:
    found = reserved(running(), remark(START))
    assert settled(found, DEADLINE).state is SilenceState.ADOPTED
    assert found.standing() == (remark(START),)


def test_of_a_delegation_the_last_reservation_counts() -> None:
    other, last = remark(START, delegation=8), remark(START + TINY)
    found = reserved(reserved(reserved(running(), remark(START)), other), last)
    assert found.reservations == (other, last)


def test_a_broken_text_takes_no_reservations() -> None:
    with pytest.raises(SilenceOver):
        reserved(objected(running(), remark(START)), remark(START))


def test_an_amendment_starts_the_time_again() -> None:
    broken = objected(reserved(running(), remark(START)), remark(START))
    at = START + timedelta(hours=10)
    found = amended(broken, "We agree, mostly.", at, at + timedelta(hours=72))
    assert (found.state, found.text.version) == (SilenceState.RUNNING, 2)
    assert settled(found, DEADLINE).state is SilenceState.RUNNING
    assert (found.standing(), len(found.reservations)) == ((), 1)


def test_an_objection_to_a_text_that_was_replaced_is_asked_to_look_again() -> None:
    found = amended(running(), "Better.", START, DEADLINE)
    with pytest.raises(TextChangedMeanwhile):
        objected(found, remark(START, version=1))


def test_less_time_than_the_profile_gives_is_refused() -> None:
    with pytest.raises(SilenceTooShort) as raised:
        opened(Text.of("x"), START, DEADLINE - TINY)
    assert raised.value.data == {"hours": 72, "earliest": DEADLINE}
    with pytest.raises(SilenceTooShort):
        opened(Text.of("x"), START, DEADLINE, hours=96)
    with pytest.raises(SilenceTooShort):
        amended(running(), "x", START + TINY, DEADLINE)


def test_a_text_that_is_adopted_stays_as_it_is() -> None:
    with pytest.raises(SilenceOver):
        amended(running(), "x", DEADLINE, DEADLINE + timedelta(hours=72))
    with pytest.raises(SilenceOver):
        withdrawn(running(), DEADLINE)


def test_a_text_can_be_withdrawn_while_it_waits() -> None:
    found = withdrawn(running(), START)
    assert settled(found, DEADLINE).state is SilenceState.WITHDRAWN
    with pytest.raises(SilenceOver):
        withdrawn(found, START)


@pytest.mark.parametrize(
    ("local", "zone", "hours"),
    [
        # Clocks in Brussels are put forward on 29 March 2026: three days there have 71 hours.
        ("2026-03-29T13:00", "Europe/Brussels", 71),
        ("2026-03-29T17:30", "Asia/Kolkata", 72),
        ("2026-03-29T17:45", "Asia/Kathmandu", 72),
        # And back in New Zealand on 5 April.
        ("2026-04-05T15:45", "Pacific/Chatham", 231),
    ],
)
def test_a_local_deadline_is_measured_in_hours_that_pass(local: str, zone: str, hours: int) -> None:
    deadline = instant_of(datetime.fromisoformat(local), zone)
    assert deadline - START == timedelta(hours=hours)
    opened(Text.of("x"), START, deadline, hours=hours)
    with pytest.raises(SilenceTooShort):
        opened(Text.of("x"), START, deadline, hours=hours + 1)


@given(st.text())
def test_one_text_has_one_digest_however_it_was_typed(words: str) -> None:
    text = Text.of(words.replace("\ud800", ""))
    assert Text.of(text.words.replace("\n", "\r\n")).digest == text.digest
    assert text.digest == hashlib.sha256(text.words.encode()).hexdigest()


class Play(RuleBasedStateMachine):
    """Hours pass, delegations object, the chair amends; what is adopted had silence."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.silence = running()
        self.objected = False
        self.adopted: Silence | None = None

    @rule(hours=st.integers(0, 80))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.silence = settled(self.silence, self.now)
        if self.silence.state is SilenceState.ADOPTED and self.adopted is None:
            self.adopted = self.silence

    @rule(delegation=st.integers(1, 3))
    def object(self, delegation: int) -> None:
        is_open = self.adopted is None and self.now < self.silence.deadline
        given = remark(self.now, self.silence.text.version, delegation)
        if is_open:
            self.silence = objected(self.silence, given)
            self.objected = True
        else:
            with pytest.raises(SilenceOver):
                objected(self.silence, given)

    @precondition(lambda self: self.adopted is None)
    @rule(hours=st.integers(72, 100))
    def amend(self, hours: int) -> None:
        deadline = self.now + timedelta(hours=hours)
        self.silence = amended(self.silence, f"At {self.now}", self.now, deadline)
        self.objected = False

    @invariant()
    def a_text_is_adopted_exactly_if_nobody_objected_to_it_in_time(self) -> None:
        is_over = self.now >= self.silence.deadline
        found = settled(self.silence, self.now).state is SilenceState.ADOPTED
        assert found == (is_over and not self.objected)

    @invariant()
    def what_was_adopted_never_changes(self) -> None:
        if self.adopted is not None:
            assert self.silence == self.adopted == replace(self.adopted)
            assert self.silence.text.digest == self.adopted.text.digest

    @invariant()
    def every_version_had_its_time(self) -> None:
        assert self.silence.deadline - self.silence.opened_at >= timedelta(hours=72)


TestPlay = Play.TestCase
TestPlay.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
