from hypothesis import given
from hypothesis import strategies as st

from realtime.limits import Limits, TokenBucket

LIMITS = Limits(rate=10, burst=5)


@given(st.lists(st.floats(0, 2), max_size=100))
def test_never_more_than_the_burst_and_the_rate(waits: list[float]) -> None:
    bucket, now, taken = TokenBucket(LIMITS, 0), 0.0, 0
    for wait in waits:
        now += wait
        taken += bucket.take(now)
        assert taken <= LIMITS.burst + LIMITS.rate * now + 1e-6


def test_the_burst_at_once_then_the_rate() -> None:
    bucket = TokenBucket(LIMITS, 100)
    assert [bucket.take(100) for _ in range(6)] == [True] * 5 + [False]
    assert not bucket.take(100.05)
    assert bucket.take(100.15)
    assert [bucket.take(1000) for _ in range(6)] == [True] * 5 + [False]
