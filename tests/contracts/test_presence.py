"""What every store of presence does; a new one is a line in `tests.services.brokers`."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from realtime.presence import Presence, PresenceUnavailable, Present, open_presence
from realtime.presence.base import EXPIRE_AFTER
from realtime.presence.redis import RedisPresence
from tests.services.brokers import KINDS, URLS

ADA = Present("hall:1", "c1", "ada", '{"user":"ada","client":"c1"}')
ADA_TWICE = Present("hall:1", "c2", "ada", '{"user":"ada","client":"c2"}')
BOB_ELSEWHERE = Present("hall:2", "c3", "bob", '{"user":"bob","client":"c3"}')


@pytest.fixture(params=KINDS)
async def presence(request: pytest.FixtureRequest) -> AsyncIterator[Presence]:
    presence = open_presence(URLS[request.param](request))
    yield presence
    await presence.aclose()
    await presence.aclose()


async def test_who_is_confirmed_is_here_until_removed(presence: Presence) -> None:
    assert await presence.here("hall:1") == {}
    await presence.confirm([ADA, ADA_TWICE, BOB_ELSEWHERE])
    await presence.confirm([ADA])
    assert await presence.here("hall:1") == {"c1": ADA, "c2": ADA_TWICE}
    await presence.remove(ADA)
    await presence.remove(ADA)
    assert await presence.here("hall:1") == {"c2": ADA_TWICE}
    assert await presence.here("hall:2") == {"c3": BOB_ELSEWHERE}
    await presence.remove(ADA_TWICE)
    assert await presence.here("hall:1") == {}


async def test_who_is_not_confirmed_expires(redis_url: str) -> None:
    now = 1_000_000.0
    client = Redis.from_url(redis_url, decode_responses=True)
    presence = RedisPresence(client, clock=lambda: now)
    await presence.confirm([ADA, ADA_TWICE])
    now += EXPIRE_AFTER - 1
    await presence.confirm([ADA])
    now += 2
    assert await presence.here("hall:1") == {"c1": ADA}
    assert await client.hlen("realtime:presence:hall:1") == 1
    now += EXPIRE_AFTER
    assert await presence.here("hall:1") == {}
    await presence.aclose()


async def test_the_key_of_a_channel_that_is_left_to_itself_goes(redis_url: str) -> None:
    client = Redis.from_url(redis_url, decode_responses=True)
    presence = RedisPresence(client)
    await presence.confirm([ADA])
    assert 0 < await client.ttl("realtime:presence:hall:1") <= EXPIRE_AFTER
    await presence.aclose()


async def test_a_store_that_is_away_is_said_to_be() -> None:
    presence = open_presence("redis://127.0.0.1:1/0")
    for asked in (presence.confirm([ADA]), presence.remove(ADA), presence.here("hall:1")):
        with pytest.raises(PresenceUnavailable):
            await asked
    await presence.aclose()
    with pytest.raises(ValueError, match="carrier"):
        open_presence("carrier-pigeon://roof")
