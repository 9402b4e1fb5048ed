"""What an open connection that says nothing takes of the server's memory."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.data import rows
from tests.benchmarks.data.stores import SqliteStore
from tests.benchmarks.measure import CannotMeasure, Figure, at_most
from tests.benchmarks.native import compiled, talking
from tests.benchmarks.processes import allow_files
from tests.benchmarks.servers import Server

SMALL = at_most(12)
_FIRST, _SPARE_FILES = 50, 200
_CONNECT = {"id": 1, "connect": {}}
_LISTEN = {"id": 2, "subscribe": {"channel": f"topic:{rows.LONG_TOPIC}"}}


def measure(bench: Bench) -> Iterator[Figure]:
    """Resident memory of the server per idle connection, over what it had without any."""
    wanted = max(bench.sizes.idle) + _SPARE_FILES
    if (files := allow_files(wanted)) < wanted:
        raise CannotMeasure(f"a process may open {files} files here, and {wanted} are needed")
    with servers.channels(bench.room("idle")) as server:
        yield from _per_connection(bench, server, "channels alone, connected", [_CONNECT])
    with _forum(bench) as server:
        yield from _per_connection(bench, server, "forum, hears a topic", [_CONNECT, _LISTEN])


@contextmanager
def _forum(bench: Bench) -> Iterator[Server]:
    store, folder = SqliteStore(bench.cache), bench.room("idle-forum")
    with store.copy(bench.sizes.posts[0]) as url, servers.forum(url, folder) as server:
        yield server


def _per_connection(
    bench: Bench, server: Server, name: str, commands: Sequence[object]
) -> Iterator[Figure]:
    program = str(compiled("readers", bench.room("programs")))
    hello = "\n".join(map(json.dumps, commands))

    def come(count: int) -> None:
        words = [server.port, "/connection/websocket", count, len(commands), hello]
        there.enter_context(talking([program, *map(str, words)])).hear()

    with ExitStack() as there:
        come(_FIRST)  # what is loaded and made once, is
        before, already = server.resident, 0
        for count in bench.sizes.idle:
            come(count - already)
            already, held = count, server.resident - before
            total = {"MiB in all": server.resident / 2**20}
            yield Figure(
                f"{name}: {count:,}", held / count / 1024, "KiB/connection", None, SMALL, total
            )
