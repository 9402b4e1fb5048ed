"""Redis by its address: one server, the one that Sentinels name, or a cluster.

| address | what it names |
|---|---|
| `redis://host:port/db`, `rediss://…`, `unix:///path` | one server, as redis-py reads it |
| `redis+sentinel://host:port,host:port/service` | the master of a service |
| `redis+cluster://host:port,host:port` | a cluster; some of its nodes are enough |

A user and a password may stand before the hosts of the last two, as `user:password@`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis, RedisCluster, Sentinel
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError

UNAVAILABLE: Final = (RedisError, RedisClusterException, OSError)
"""What clients raise if a server is away, or does not do as asked."""

CONNECT_WITHIN = 2.0


@dataclass(frozen=True, slots=True)
class Several:
    """An address that names several servers."""

    hosts: Sequence[tuple[str, int]]
    service: str
    login: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server.

    Attributes:
        retries: attempts after the first. One makes up for a connection that went stale unused.
        answer_within: seconds.
    """

    retries: int = 1
    answer_within: float = 1.0

    def options(self) -> dict[str, Any]:
        """For a client of redis-py."""
        return {
            "decode_responses": True,
            "socket_connect_timeout": min(CONNECT_WITHIN, self.answer_within),
            "socket_timeout": self.answer_within,
            # Redis-py's own retries would hold back whoever waits for tens of seconds.
            "retry": Retry(NoBackoff(), self.retries),
        }


PROMPT = Patience()


def scheme_of(url: str) -> str:
    """What stands before `://`."""
    return url.partition("://")[0]


def open_client(url: str, patience: Patience = PROMPT) -> Redis | RedisCluster:
    """Prepare a client; nothing is connected yet.

    Raises:
        ValueError: the address cannot be read.
    """
    if scheme_of(url) == "redis+cluster":
        return open_cluster(url, patience)
    return open_server(url, patience)


def open_server(url: str, patience: Patience = PROMPT) -> Redis:
    """Prepare a client of one server, or of the master that Sentinels name.

    Raises:
        ValueError: the address cannot be read.
    """
    if scheme_of(url) != "redis+sentinel":
        return Redis.from_url(url, **patience.options())
    several = read(url)
    if not several.service:
        raise ValueError("the address of Sentinels must end with the name of a service")
    options = {**patience.options(), **several.login}
    sentinels: Any = Sentinel  # redis-py gives its arguments no types
    found: Redis = sentinels(several.hosts, sentinel_kwargs=options, **options).master_for(
        several.service, redis_class=_Master
    )
    return found


def open_cluster(url: str, patience: Patience = PROMPT) -> RedisCluster:
    """Prepare a client of a cluster.

    Raises:
        ValueError: the address cannot be read.
    """
    several = read(url)
    nodes = [ClusterNode(host, port) for host, port in several.hosts]
    return RedisCluster(startup_nodes=nodes, **{**patience.options(), **several.login})


def read(url: str) -> Several:
    """Take an address of several servers apart.

    Raises:
        ValueError: a host or a port is missing or wrong.
    """
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    given = {"username": unquote(user), "password": unquote(password)}
    return Several(
        hosts=[_host(host) for host in hosts.split(",")],
        service=parts.path.strip("/"),
        login={name: value for name, value in given.items() if value},
    )


def _host(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text.strip()}")
    if not parts.hostname or not parts.port:
        raise ValueError(f"a host and a port are needed, as in host:6379, not {text!r}")
    return parts.hostname, parts.port


class _Master(Redis):
    """The master of a service; it takes its Sentinels' connections with it when it is closed."""

    async def aclose(self, *args: Any, **options: Any) -> None:
        await super().aclose(*args, **options)
        pool: Any = self.connection_pool
        await pool.sentinel_manager.aclose()
