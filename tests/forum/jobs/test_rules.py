from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.jobs import rules

CHANCE = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10**6), CHANCE)
def test_a_wait_is_between_half_of_the_doubled_delay_and_all_of_it(
    attempts: int, chance: float
) -> None:
    wait = rules.delay(attempts, chance)
    assert rules.FIRST_DELAY / 2 <= wait <= rules.LONGEST_DELAY
    if attempts < 12:
        doubled = rules.FIRST_DELAY * 2 ** (attempts - 1)
        assert doubled / 2 <= wait <= doubled


@given(st.integers(1, 40), CHANCE)
def test_waits_grow_until_they_are_longest(attempts: int, chance: float) -> None:
    wait, next_wait = rules.delay(attempts, chance), rules.delay(attempts + 1, chance)
    assert next_wait > wait or next_wait == rules.LONGEST_DELAY * (0.5 + chance / 2)


def test_all_attempts_together_take_half_a_day_to_a_day() -> None:
    for chance, least, most in ((0.0, 11, 12), (1.0, 23, 24)):
        waits = [rules.delay(attempts, chance) for attempts in range(1, rules.MOST_ATTEMPTS)]
        assert timedelta(hours=least) < sum(waits, timedelta()) < timedelta(hours=most)
    assert not rules.is_hopeless(rules.MOST_ATTEMPTS - 1)
    assert rules.is_hopeless(rules.MOST_ATTEMPTS)


def test_of_an_error_the_end_is_kept() -> None:
    assert rules.shorten("a\0b") == "ab"
    assert rules.shorten("x" * 5000 + "cause").endswith("cause")
    assert len(rules.shorten("x" * 5000)) == rules.LONGEST_ERROR
