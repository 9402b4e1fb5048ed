"""Several Redis servers that belong together: a cluster, and a master that a Sentinel watches."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.services.child import POLL_SECONDS, ChildProcess, Command, NotReadyInTime
from tests.services.folders import private_folder
from tests.services.installations import SHARDED, redis_program, redis_version
from tests.services.ports import free_port
from tests.services.redis import RedisServer

SLOTS = 16_384
SERVICE = "forum"


class TooOld(Exception):
    """The `redis-server` found here lacks what is asked for."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Nodes without replicas, each with an equal part of the slots."""

    nodes: Sequence[RedisServer]

    @property
    def url(self) -> str:
        """Of the first node; the others are found through it."""
        return f"redis+cluster://127.0.0.1:{self.nodes[0].port}"

    def move(self, slot: int) -> None:
        """Give an empty slot to the next node."""
        clients = [Redis.from_url(node.url) for node in self.nodes]
        ids = [str(client.cluster("myid"), "ascii") for client in clients]
        owner = next(at for at, client in enumerate(clients) if _owns(client, ids[at], slot))
        to = (owner + 1) % len(ids)
        for at in (to, owner, *range(len(ids))):
            clients[at].execute_command("CLUSTER SETSLOT", slot, "NODE", ids[to])
        for client in clients:
            client.close()


@dataclass(frozen=True, slots=True)
class Watched:
    """A master and a replica under one Sentinel."""

    master: RedisServer
    replica: RedisServer
    sentinel: ChildProcess
    url: str


@contextmanager
def running_cluster(nodes: int = 2) -> Iterator[Cluster]:
    """Run a cluster; raises `TooOld` for a Redis without sharded Pub/Sub (7.0), and `NoRedis`."""
    program = redis_program()
    if redis_version(program) < SHARDED:
        raise TooOld("sharded Pub/Sub needs Redis 7.0")
    with private_folder() as folder, ExitStack() as stack:
        servers, bus = [], [str(free_port()) for _ in range(nodes)]
        for number in range(nodes):
            (own := folder / str(number)).mkdir()
            options = {"cluster-enabled": "yes", "cluster-port": bus[number]}
            servers.append(_started(stack, RedisServer(program, own, options)))
        _join(servers, bus[0])
        yield Cluster(servers)


@contextmanager
def running_sentinel() -> Iterator[Watched]:
    """Run a master, a replica and a Sentinel that knows both; raises `NoRedis`."""
    program = redis_program()
    with private_folder() as folder, ExitStack() as stack:
        at_once = {"repl-diskless-sync-delay": "0"}
        master = _started(stack, RedisServer(program, folder, at_once))
        follow = at_once | {"replicaof": f"127.0.0.1 {master.port}"}
        replica = _started(stack, RedisServer(program, folder, follow))
        _until(master, lambda client: client.info("replication")["connected_slaves"] == 1)
        port = free_port()
        sentinel = ChildProcess(_sentinel_command(program, folder, port, master.port))
        sentinel.start()
        stack.callback(sentinel.kill)
        _until_told_of_replica(port)
        yield Watched(master, replica, sentinel, f"redis+sentinel://127.0.0.1:{port}/{SERVICE}")


def _started(stack: ExitStack, server: RedisServer) -> RedisServer:
    server.start()
    stack.callback(server.kill)
    return server


def _join(servers: Sequence[RedisServer], bus: str) -> None:
    first = servers[0]
    for number, server in enumerate(servers):
        with Redis.from_url(server.url) as client:
            part = range(SLOTS * number // len(servers), SLOTS * (number + 1) // len(servers))
            client.execute_command("CLUSTER ADDSLOTSRANGE", part.start, part.stop - 1)
            if server is not first:
                client.execute_command("CLUSTER MEET", "127.0.0.1", first.port, bus)
    for server in servers:
        _until(server, _is_whole)


def _is_whole(client: Redis) -> bool:
    told = client.cluster("info")
    return told["cluster_state"] == "ok" and int(told["cluster_slots_ok"]) == SLOTS


def _owns(client: Redis, node: str, slot: int) -> bool:
    own = client.cluster("nodes")
    ranges = next(one["slots"] for one in own.values() if one["node_id"] == node)
    return any(int(part[0]) <= slot <= int(part[-1]) for part in ranges)


def _sentinel_command(program: Path, folder: Path, port: int, master: int) -> Command:
    settings = folder / "sentinel.conf"
    lines = [
        f"port {port}",
        "bind 127.0.0.1",
        f"sentinel monitor {SERVICE} 127.0.0.1 {master} 1",
        f"sentinel down-after-milliseconds {SERVICE} 300",
        f"sentinel failover-timeout {SERVICE} 2000",
    ]
    settings.write_text("\n".join(lines))
    return Command([str(program), str(settings), "--sentinel"], folder, folder / "sentinel.log")


def _until_told_of_replica(port: int) -> None:
    with Redis(port=port) as client:
        _wait(lambda: _is_told(client), f"the Sentinel on port {port}")


def _is_told(client: Redis) -> bool:
    known = client.sentinel_slaves(SERVICE)
    return any(one["master-link-status"] == "ok" for one in known)


def _until(server: RedisServer, ready: Callable[[Redis], bool]) -> None:
    with Redis.from_url(server.url) as client:
        _wait(lambda: ready(client), server.url)


def _wait(ready: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not _tried(ready):
        if time.monotonic() > deadline:
            raise NotReadyInTime(what)
        time.sleep(POLL_SECONDS)


def _tried(ready: Callable[[], bool]) -> bool:
    try:
        return ready()
    except RedisError:
        return False
