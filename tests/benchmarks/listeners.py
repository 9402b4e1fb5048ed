"""Many clients of live channels that only listen; `native/readers.c` plays them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tests.benchmarks.bench import Bench
from tests.benchmarks.native import Talk, compiled, talking
from tests.benchmarks.servers import Server

WEBSOCKET = "/connection/websocket"


@dataclass(frozen=True, slots=True)
class Noted:
    """Which publications are noted: by the number after `mark`; those with `unlike` apart."""

    mark: str
    unlike: str = ""


NUMBERED = Noted('"number":')


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many clients got a publication, and when the last one did (`time.monotonic_ns`)."""

    times: int
    last: int


def hello(*channels: str | None) -> list[str]:
    """The commands of a client that connects and subscribes to channels; `None` is none."""
    commands: list[dict[str, object]] = [{"id": 1, "connect": {}}]
    for channel in filter(None, channels):
        commands.append({"id": len(commands) + 1, "subscribe": {"channel": channel}})
    return [json.dumps(command) for command in commands]


@contextmanager
def listening(
    bench: Bench, server: Server, count: int, *channels: str | None, noted: Noted = NUMBERED
) -> Iterator[Talk]:
    """So many clients, all of them connected and in; they go at the end."""
    program, said = compiled("readers", bench.room("programs")), hello(*channels)
    words = [server.port, WEBSOCKET, count, len(said), "\n".join(said), noted.mark, noted.unlike]
    with talking([program, *map(str, words)]) as listeners:
        listeners.hear()
        yield listeners


def arrivals(listeners: Talk) -> Mapping[int, tuple[Arrivals, Arrivals]]:
    """By number, how publications came, and those noted apart; ends the clients."""
    lines = (tuple(map(int, line.split())) for line in listeners.finish())
    return {
        number: (Arrivals(got, last), Arrivals(apart, last_apart))
        for number, got, last, apart, last_apart in lines
    }
