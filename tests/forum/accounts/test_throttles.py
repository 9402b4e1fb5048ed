import asyncio

import pytest
from limits.aio.storage import MemoryStorage
from starlette.requests import HTTPConnection

from forum.accounts import throttles
from forum.accounts.throttles import Throttles, address_of, open_throttles
from forum.core.errors import TooManyRequests
from realtime.addresses import open_client
from tests.services.brokers import KINDS, URLS
from tests.services.redis import RedisServer

HERE, THERE = "203.0.113.5", "203.0.113.6"


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


async def refused_at(found: Throttles, email: str, address: str) -> int:
    """How many tries to sign in are let through."""
    let_through = 0

    async def keep_trying() -> None:
        nonlocal let_through
        while let_through < 1000:
            await found.sign_in(email, address)
            let_through += 1

    with pytest.raises(TooManyRequests) as refusal:
        await keep_trying()
    assert 0 < int(refusal.value.data["seconds"]) <= 3600
    return let_through


async def test_tries_are_counted_by_account_and_address(broker: str) -> None:
    found = open_throttles(broker)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    assert await refused_at(found, " MARIA@example.org", HERE) == 0
    assert await refused_at(found, "maria@example.org", THERE) == 10
    assert await refused_at(found, "nadja@example.org", HERE) == 10
    await found.aclose()


async def test_an_owner_begins_to_count_anew(broker: str) -> None:
    found = open_throttles(broker)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    await found.forgive("maria@example.org", HERE)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    await found.aclose()


async def test_one_address_tries_at_many_accounts_only_so_often(broker: str) -> None:
    found = open_throttles(broker)
    for number in range(100):
        await found.sign_in(f"m{number}@example.org", HERE)
    assert await refused_at(found, "nadja@example.org", HERE) == 0
    assert await refused_at(found, "nadja@example.org", THERE) == 10
    await found.aclose()


async def test_many_addresses_try_at_one_account_only_so_often(broker: str) -> None:
    found = open_throttles(broker)
    for number in range(100):
        await found.sign_in("maria@example.org", f"198.51.100.{number}")
    assert await refused_at(found, "maria@example.org", HERE) == 0
    await found.aclose()


async def test_processes_count_together_in_redis(redis_url: str) -> None:
    one, other = open_throttles(redis_url), open_throttles(redis_url)
    assert await refused_at(one, "maria@example.org", HERE) == 10
    assert await refused_at(other, "maria@example.org", HERE) == 0
    await other.forgive("maria@example.org", HERE)
    assert await refused_at(one, "maria@example.org", HERE) == 10
    await one.aclose()
    await other.aclose()


async def test_while_redis_is_away_each_process_counts_for_itself(
    free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    found = open_throttles(f"redis://127.0.0.1:{free_port}")
    assert await refused_at(found, "maria@example.org", HERE) == 10
    assert "not counted together" in caplog.text
    await found.forgive("maria@example.org", HERE)
    await found.sign_in("maria@example.org", HERE)
    assert len(caplog.records) == 1  # the others did not wait for it
    await found.aclose()


async def test_a_redis_that_hangs_holds_up_one_try_and_counts_when_it_answers_again(
    private_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.throttles.TRY_AGAIN_AFTER", 3600)
    one, other = open_throttles(private_redis.url), open_throttles(private_redis.url)
    await one.sign_in("maria@example.org", HERE)
    private_redis.freeze()
    async with asyncio.timeout(10):
        assert await refused_at(one, "maria@example.org", HERE) == 10
        await one.forgive("maria@example.org", HERE)
    private_redis.thaw()
    one._away_until = 0
    assert await refused_at(one, "maria@example.org", HERE) < 10
    assert await refused_at(other, "maria@example.org", HERE) == 0
    await one.aclose()
    await other.aclose()


async def test_a_redis_that_dies_while_an_owner_comes_in_does_not_keep_them_out(
    private_redis: RedisServer,
) -> None:
    found = open_throttles(private_redis.url)
    await found.sign_in("maria@example.org", HERE)
    private_redis.kill()
    await found.forgive("maria@example.org", HERE)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    await found.aclose()


ADDRESSES = {
    "203.0.113.5": "203.0.113.5",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "::ffff:203.0.113.5": "203.0.113.5",
    "fe80::1%eth0": "fe80::/64",
    "testclient": "unknown",
    "": "unknown",
}


@pytest.mark.parametrize(("host", "expected"), ADDRESSES.items())
def test_an_address_is_that_of_a_household(host: str, expected: str) -> None:
    scope = {"type": "http", "client": (host, 4711), "headers": []}
    assert address_of(HTTPConnection(scope)) == expected


def test_a_request_may_come_from_nowhere() -> None:
    assert address_of(HTTPConnection({"type": "http", "headers": []})) == "unknown"


def test_limits_do_not_share_their_counts() -> None:
    limits = [
        value
        for name, value in vars(throttles).items()
        if name.isupper() and hasattr(value, "namespace")
    ]
    assert len({limit.namespace for limit in limits}) == len(limits) > 5


async def test_forgiving_does_not_break_the_sweep_of_old_tries() -> None:
    found = open_throttles("memory://")
    for number in range(20):
        await found.sign_in(f"m{number}@example.org", HERE)
    storage = found._limiter.storage
    assert isinstance(storage, MemoryStorage)
    assert storage.timer is not None
    await asyncio.wait([storage.timer])
    await found.registration(HERE)
    sweep = storage.timer
    await asyncio.sleep(0)  # it has begun
    for number in range(20):
        await found.forgive(f"m{number}@example.org", HERE)
    assert not sweep.done()
    await sweep
    assert await refused_at(found, "m1@example.org", HERE) == 10
