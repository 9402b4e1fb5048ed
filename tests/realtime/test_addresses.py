"""Addresses of Redis: one server, the one that Sentinels name, or a cluster."""

import pytest
from redis.asyncio import Redis, RedisCluster

from realtime.addresses import Several, open_client, read


def test_an_address_of_several_names_hosts_a_service_and_who_comes() -> None:
    assert read("redis+sentinel://ada:p%40ss@a:1,[::1]:2/forum") == Several(
        [("a", 1), ("::1", 2)], "forum", {"username": "ada", "password": "p@ss"}
    )
    assert read("redis+cluster://:secret@a:1") == Several([("a", 1)], "", {"password": "secret"})


@pytest.mark.parametrize(
    "url",
    [
        "redis+cluster://",
        "redis+cluster://a",
        "redis+cluster://a:b",
        "redis+cluster://a:1,",
        "redis+sentinel://a:1",
        "redis+sentinel://a:1/",
        "redis+sentinel://:1/forum",
        "redis://a:b",
    ],
)
def test_an_address_that_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"host|[Pp]ort|service"):
        open_client(url)


async def test_who_comes_is_said_to_every_server() -> None:
    master = open_client("redis+sentinel://ada:secret@a:1/forum")
    cluster = open_client("redis+cluster://ada:secret@a:1")
    assert isinstance(master, Redis)
    assert isinstance(cluster, RedisCluster)
    pool = master.connection_pool
    sentinel = pool.sentinel_manager.sentinels[0]  # type: ignore[attr-defined]
    for options in (
        pool.connection_kwargs,
        sentinel.connection_pool.connection_kwargs,
        cluster.connection_kwargs,
    ):
        assert (options["username"], options["password"]) == ("ada", "secret")
    await master.aclose()
    await cluster.aclose()
