"""How often strangers may try; how counting goes without Redis stands in `limits`."""

import asyncio

import pytest
from starlette.requests import HTTPConnection

from forum.accounts import throttles
from forum.accounts.throttles import Throttles
from forum.core.errors import TooManyRequests
from forum.limits.counting import open_counting
from forum.web.address import address_of
from realtime.addresses import open_client
from tests.services.brokers import KINDS, URLS

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
    assert 0 < int(refusal.value.data["seconds"]) <= 3601  # type: ignore[arg-type]
    return let_through


async def test_tries_are_counted_by_account_and_address(broker: str) -> None:
    counting = open_counting(broker)
    found = Throttles(counting)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    assert await refused_at(found, " MARIA@example.org", HERE) == 0
    assert await refused_at(found, "maria@example.org", THERE) == 10
    assert await refused_at(found, "nadja@example.org", HERE) == 10
    await counting.aclose()


async def test_an_owner_begins_to_count_anew(broker: str) -> None:
    counting = open_counting(broker)
    found = Throttles(counting)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    await found.forgive("maria@example.org", HERE)
    assert await refused_at(found, "maria@example.org", HERE) == 10
    await counting.aclose()


async def test_one_address_tries_at_many_accounts_only_so_often() -> None:
    found = Throttles(open_counting("memory://"))
    for number in range(100):
        await found.sign_in(f"m{number}@example.org", HERE)
    assert await refused_at(found, "nadja@example.org", HERE) == 0
    assert await refused_at(found, "nadja@example.org", THERE) == 10


async def test_many_addresses_try_at_one_account_only_so_often() -> None:
    found = Throttles(open_counting("memory://"))
    for number in range(100):
        await found.sign_in("maria@example.org", f"198.51.100.{number}")
    assert await refused_at(found, "maria@example.org", HERE) == 0


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
