"""How long somebody who comes back waits for what they missed."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import replying
from tests.benchmarks.data import rows
from tests.benchmarks.data.keys import let_in
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.listeners import WEBSOCKET, hello
from tests.benchmarks.load import HOST, drive
from tests.benchmarks.measure import Figure, Finding, at_most, percentile
from tests.benchmarks.servers import Server

MISSED = 100
"""Publications."""
SOON = at_most(5)
_JOINS = 40
_RESTING = 0.05
"""Seconds of the processor in a second that a server with nothing to do may take."""
_LONGEST = 60
"""Seconds until jobs must be done."""
_CHANNEL = f"topic:{rows.LONG_TOPIC}"


class NotRecovered(Exception):
    """The server did not give back all that was missed; the message shows what it said."""


def measure(bench: Bench) -> Iterator[Finding]:
    """From asking for a topic's channel, 100 publications back, until all of them are there."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    with store.copy(bench.sizes.posts[0]) as url:
        case = replying(let_in(url))
        with servers.forum(url, bench.room(f"{store.name}-recovery")) as forum:
            drive(forum.port, [case.request()] * MISSED, status=case.status)
            _let_jobs_end(forum)
            waits, cpu = _joins(forum)
    first, others = waits[0], sorted(waits[1:])
    # The log is read for the first; the others come back together with it, as after a cut line.
    more = {
        "99 %": percentile(others, 99),
        "the first": first,
        "server ms": cpu * 1000,
    }
    yield Figure(f"{store.name}: join after {MISSED}", median(others), "ms", None, SOON, more)


def _let_jobs_end(forum: Server) -> None:
    """Wait until the process rests: what was written is brought into search meanwhile."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        before = forum.cpu
        time.sleep(1)
        if forum.cpu - before < _RESTING:
            return
    raise NotRecovered(f"the server still works after {_LONGEST} s")


def _joins(forum: Server) -> tuple[list[float], float]:
    """Milliseconds of each join, one after the other, and the server's seconds for one."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(_connected(forum)) for _ in range(_JOINS + 1)]
        now = _subscribe(sockets.pop())
        since = {"recover": True, "epoch": now["epoch"], "offset": now["offset"] - MISSED}
        before, waits = forum.cpu, []
        for socket in sockets:
            began = time.perf_counter()
            answer = _subscribe(socket, **since)
            waits.append((time.perf_counter() - began) * 1000)
            if not answer["recovered"] or len(answer["publications"]) != MISSED:
                raise NotRecovered(str(answer)[:300])
        return waits, (forum.cpu - before) / len(waits)


def _connected(forum: Server) -> ClientConnection:
    address = f"ws://{HOST}:{forum.port}{WEBSOCKET}"
    socket = connect(address, compression=None, max_size=None)
    socket.send(hello()[0])
    socket.recv()
    return socket


def _subscribe(socket: ClientConnection, **since: Any) -> dict[str, Any]:
    socket.send(json.dumps({"id": 2, "subscribe": {"channel": _CHANNEL, **since}}))
    answer: dict[str, Any] = json.loads(socket.recv())
    if "subscribe" not in answer:
        raise NotRecovered(str(answer))
    found: dict[str, Any] = answer["subscribe"]
    return found
