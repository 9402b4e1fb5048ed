"""Many clients of live channels that only listen; `native/readers.c` plays them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.bench import Bench
from tests.benchmarks.native import Talk, compiled, talking
from tests.benchmarks.servers import Server

WEBSOCKET = "/connection/websocket"


def hello(channel: str | None = None) -> list[str]:
    """The commands of a client that connects and, with a channel, subscribes to it."""
    commands: list[dict[str, object]] = [{"id": 1, "connect": {}}]
    if channel is not None:
        commands.append({"id": 2, "subscribe": {"channel": channel}})
    return [json.dumps(command) for command in commands]


@contextmanager
def listening(bench: Bench, server: Server, count: int, channel: str | None) -> Iterator[Talk]:
    """So many clients, all of them connected and in; they go at the end."""
    program, said = compiled("readers", bench.room("programs")), hello(channel)
    words = [server.port, WEBSOCKET, count, len(said), "\n".join(said)]
    with talking([program, *map(str, words)]) as listeners:
        listeners.hear()
        yield listeners
