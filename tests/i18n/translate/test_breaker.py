from hypothesis import given
from hypothesis import strategies as st

from i18n.translate.breaker import Breaker


def opened(at: float = 0.0) -> Breaker:
    breaker = Breaker(failures_allowed=3, rest=30)
    for _ in range(3):
        assert breaker.admit(at)
        breaker.fail(at)
    return breaker


def test_it_opens_at_the_third_failure_in_a_row() -> None:
    breaker = Breaker()
    for failures in range(3):
        assert breaker.state(0) == "closed", failures
        breaker.fail(0)
    assert breaker.state(0) == "open"
    assert not breaker.admit(29.9)


def test_a_success_forgives_earlier_failures() -> None:
    breaker = Breaker()
    for _ in range(10):
        breaker.fail(0)
        breaker.fail(0)
        breaker.succeed()
    assert breaker.state(0) == "closed"


def test_after_the_rest_one_call_may_try() -> None:
    breaker = opened()
    assert breaker.state(30) == "half-open"
    assert breaker.admit(30)
    assert not breaker.admit(30)
    breaker.succeed()
    assert breaker.admit(30)
    assert breaker.state(30) == "closed"


def test_a_trial_that_fails_opens_it_again_at_once() -> None:
    breaker = opened()
    assert breaker.admit(40)
    breaker.fail(41)
    assert breaker.state(70.9) == "open"
    assert breaker.admit(71)


def test_a_trial_that_says_nothing_leaves_room_for_another() -> None:
    breaker = opened()
    assert breaker.admit(30)
    breaker.withdraw()
    assert breaker.state(30) == "half-open"
    assert breaker.admit(30)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 20)), max_size=60))
def test_a_broken_engine_is_asked_no_more_than_failures_and_rests_allow(
    steps: list[tuple[bool, float]],
) -> None:
    breaker = Breaker(failures_allowed=3, rest=30)
    now, asked = 0.0, 0
    for two_at_once, pause in steps:
        now += pause
        for _ in range(1 + two_at_once):
            if breaker.admit(now):
                asked += 1
                breaker.fail(now)
    assert asked <= 3 + now / 30
