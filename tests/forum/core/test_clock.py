"""A watch over the machine's clock."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.clock import LEAP, Watch
from tests.factories import NOON

SECONDS = st.integers(0, 10**8)


class Machine:
    """Its clock, and how many seconds have passed."""

    def __init__(self) -> None:
        self.now, self.passed = NOON, 0.0
        self.watch = Watch(lambda: self.now, lambda: self.passed)

    def let(self, seconds: float, leap: timedelta = timedelta()) -> None:
        """Let time pass, and the clock leap."""
        self.passed += seconds
        self.now += timedelta(seconds=seconds) + leap


@given(SECONDS)
def test_however_much_time_passes_a_clock_that_goes_has_not_leapt(seconds: int) -> None:
    machine = Machine()
    machine.let(seconds)
    assert machine.watch.leapt() == timedelta()


@given(SECONDS, SECONDS, st.integers(60, 10**8))
def test_a_leap_ahead_is_noticed_until_it_is_taken_back(first: int, then: int, by: int) -> None:
    machine = Machine()
    machine.let(first, timedelta(seconds=by))
    machine.let(then)
    assert machine.watch.leapt() == timedelta(seconds=by)
    machine.let(first, -timedelta(seconds=by))
    assert machine.watch.leapt() == timedelta()


@pytest.mark.parametrize("by", [LEAP - timedelta(milliseconds=1), -timedelta(hours=3)])
def test_a_clock_that_is_set_right_or_set_back_has_not_leapt_ahead(by: timedelta) -> None:
    machine = Machine()
    machine.let(5, by)
    assert machine.watch.leapt() == timedelta()
