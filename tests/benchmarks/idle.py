"""What an open connection that says nothing takes of the server's memory."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.data import rows
from tests.benchmarks.data.stores import SqliteStore
from tests.benchmarks.listeners import listening
from tests.benchmarks.measure import CannotMeasure, Figure, at_most
from tests.benchmarks.processes import allow_files
from tests.benchmarks.servers import Server

SMALL = at_most(12)
_FIRST, _SPARE_FILES = 50, 200
_TOPIC = f"topic:{rows.LONG_TOPIC}"


def measure(bench: Bench) -> Iterator[Figure]:
    """Resident memory of the server per idle connection, over what it had without any."""
    wanted = max(bench.sizes.idle) + _SPARE_FILES
    if (files := allow_files(wanted)) < wanted:
        raise CannotMeasure(f"a process may open {files} files here, and {wanted} are needed")
    with servers.channels(bench.room("idle")) as server:
        yield from _per_connection(bench, server, "channels alone, connected")
    with _forum(bench) as server:
        yield from _per_connection(bench, server, "forum, hears a topic", _TOPIC)


@contextmanager
def _forum(bench: Bench) -> Iterator[Server]:
    store, folder = SqliteStore(bench.cache), bench.room("idle-forum")
    with store.copy(bench.sizes.posts[0]) as url, servers.forum(url, folder) as server:
        yield server


def _per_connection(
    bench: Bench, server: Server, name: str, channel: str | None = None
) -> Iterator[Figure]:
    with ExitStack() as there:
        there.enter_context(listening(bench, server, _FIRST, channel))  # what is made once, is
        before, already = server.resident, 0
        for count in bench.sizes.idle:
            there.enter_context(listening(bench, server, count - already, channel))
            already, held = count, server.resident - before
            total = {"MiB in all": server.resident / 2**20}
            each = held / count / 1024
            yield Figure(f"{name}: {count:,}", each, "KiB/connection", None, SMALL, total)
