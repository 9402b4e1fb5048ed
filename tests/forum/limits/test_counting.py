"""Counting, in memory and in Redis, and what happens while Redis is away."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import parse

from forum.limits import counting as module
from forum.limits import memory
from forum.limits.counting import Counting, open_counting, seconds_to_wait
from forum.limits.memory import MemoryCounts
from realtime.addresses import open_client
from tests.services.brokers import KINDS, URLS
from tests.services.redis import RedisServer

TEN = parse("10/15 minutes")


@pytest.fixture(params=KINDS)
def broker(request: pytest.FixtureRequest) -> str:
    url = URLS[request.param](request)
    if request.param != "memory":
        asyncio.run(_forget(url))
    return url


async def _forget(url: str) -> None:
    client = open_client(url)
    await client.flushall()
    await client.aclose()


async def let_through(found: Counting, name: str) -> int:
    for number in range(100):
        if await found.count(TEN, name):
            return number
    raise AssertionError("never refused")


async def test_every_name_has_its_own_count_and_may_begin_anew(broker: str) -> None:
    found = open_counting(broker)
    assert await found.left(TEN, "maria") == 0
    assert await let_through(found, "maria") == 10
    assert await let_through(found, "nadja") == 10
    assert 0 < await found.left(TEN, "maria") <= 901
    await found.forget(TEN, "maria")
    assert await found.left(TEN, "maria") == 0
    assert await let_through(found, "maria") == 10
    await found.aclose()


async def test_processes_count_together_in_redis(redis_url: str) -> None:
    await _forget(redis_url)
    one, other = open_counting(redis_url), open_counting(redis_url)
    assert await let_through(one, "maria") == 10
    assert await let_through(other, "maria") == 0
    await other.forget(TEN, "maria")
    assert await let_through(one, "maria") == 10
    await one.aclose()
    await other.aclose()


async def test_while_redis_is_away_each_process_counts_for_itself(
    free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    found = open_counting(f"redis://127.0.0.1:{free_port}")
    assert await let_through(found, "maria") == 10
    assert "not counted together" in caplog.text
    await found.forget(TEN, "maria")
    assert await found.count(TEN, "maria") == 0
    assert len(caplog.records) == 1  # the others did not wait for it
    await found.aclose()


async def test_a_redis_that_hangs_holds_up_one_try_and_counts_when_it_answers_again(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRY_AGAIN_AFTER", 3600)
    one, other = open_counting(private_redis.url), open_counting(private_redis.url)
    await one.count(TEN, "maria")
    private_redis.freeze()
    async with asyncio.timeout(10):
        assert await let_through(one, "maria") == 10
        await one.forget(TEN, "maria")
    private_redis.thaw()
    one._away_until = 0
    assert await let_through(one, "maria") < 10
    assert await let_through(other, "maria") == 0
    await one.aclose()
    await other.aclose()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr(memory.time, "time", lambda: now[0])
    return now


async def test_counts_of_the_window_before_fade(clock: list[float]) -> None:
    found = Counting(MemoryCounts())
    assert await let_through(found, "maria") == 10
    clock[0] += 900 + 450
    assert await let_through(found, "maria") == 5
    clock[0] += 1800
    assert await let_through(found, "maria") == 10


async def test_who_waits_as_long_as_was_said_is_let_through(clock: list[float]) -> None:
    found = Counting(MemoryCounts())
    for pause in (0, 1, 300, 899, 901, 40, 1300, 7):
        clock[0] += pause
        while not (wait := await found.count(TEN, "maria")):
            pass
        clock[0] += wait
        assert await found.count(TEN, "maria") == 0


@given(
    st.integers(1, 50),
    st.integers(1, 3600),
    st.integers(0, 50),
    st.integers(0, 50),
    st.floats(0, 1),
)
def test_a_wait_is_at_least_a_second_and_at_most_two_windows(
    most: int, length: int, before: int, count: int, share: float
) -> None:
    item, left = parse(f"{most}/{length} seconds"), share * length
    wait = seconds_to_wait(item, min(before, most), left, min(count, most), left + length)
    assert 1 <= wait <= 2 * length + 1


async def test_memory_forgets_whom_it_has_not_seen_for_longest() -> None:
    counts = MemoryCounts(most=3)
    found = Counting(counts)
    for name in ("a", "b", "c", "a", "d"):
        await found.count(TEN, name)
    assert await let_through(found, "a") == 8
    assert await let_through(found, "b") == 10


async def test_a_count_in_memory_takes_less_than_a_tenth_of_a_millisecond() -> None:
    """Median of many, with ten thousand others that are counted too."""
    found, item = Counting(MemoryCounts()), parse("1000000/hour")
    for number in range(10_000):
        await found.count(item, f"m{number}")
    taken = []
    for _ in range(2_000):
        start = time.perf_counter()
        await found.count(item, "m7")
        taken.append(time.perf_counter() - start)
    assert sorted(taken)[1_000] < 0.0001
