"""What reading costs: pages and JSON, beside a bare Starlette route that sends the same bytes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from statistics import mean

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import Case, reading, unseen
from tests.benchmarks.compare import Cost, cost, in_turn, yardstick
from tests.benchmarks.data.keys import let_in
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.load import drive
from tests.benchmarks.measure import Figure, Finding, Target, at_most
from tests.benchmarks.servers import Server

GROWTH = at_most(1.2)
"""How many times as much a request may take in a database twenty times as large."""
MEMORY = at_most(150)
_MIB = 2**20
_MICRO = 1e6


def measure(bench: Bench) -> Iterator[Finding]:
    """Server time per request for pages and JSON, beside a bare route with the same bytes."""
    return on_each(bench.cache, partial(_measure_sizes, bench))


def _measure_sizes(bench: Bench, store: Store) -> Iterator[Figure]:
    few: list[Figure] = []
    many: list[Figure] = []
    for posts, kept in zip(bench.sizes.posts, (few, many), strict=True):
        for figure in _measure(bench, store, posts):
            kept.append(figure)
            yield figure
    for small, large in zip(few, many, strict=True):
        if small.unit != "MiB":
            name = f"{large.name}, beside {bench.sizes.posts[0]:,}"
            beside = small.value * slower(small, large)
            yield replace(large, name=name, beside=beside, target=GROWTH, more={})


def slower(small: Figure, large: Figure) -> float:
    """How many times as long the bare route took while the large database was measured.

    Minutes lie between the two, and the speed of a virtual machine changes in minutes.
    """
    return large.beside / small.beside if small.beside and large.beside else 1.0


def _measure(bench: Bench, store: Store, posts: int) -> Iterator[Figure]:
    where = f"{store.name} {posts:,}"
    folder = bench.room(f"{store.name}-{posts}")
    with store.copy(posts) as url:
        cases = reading(let_in(url))
        with servers.forum(url, folder) as forum, yardstick(forum, cases, folder) as bare:
            for index, case in enumerate(cases):
                costs = in_turn(forum, bare, case, index, bench.sizes)
                yield _beside(f"{where}: {case.name}", *costs, case.target)
            costs = _unseen(forum, bare, cases[0], posts, bench.sizes.seconds)
            yield _beside(f"{where}: topics not asked for before", *costs)
            memory = forum.resident / _MIB
            yield Figure(f"{where}: memory after the run", memory, "MiB", target=MEMORY)


def _beside(name: str, ours: Cost, theirs: Cost, target: Target | None = None) -> Figure:
    more = {"requests/s": ours.rate, "beside": theirs.rate}
    return Figure(name, ours.cpu * _MICRO, "µs/request", theirs.cpu * _MICRO, target, more)


def _unseen(
    forum: Server, bare: Server, first: Case, posts: int, seconds: float
) -> tuple[Cost, Cost]:
    """Topics not kept yet, each once, and before and after them the yardstick's first answer."""
    one = cost(bare, first, seconds, "/0")
    before = forum.cpu
    load = drive(forum.port, unseen(posts))
    ours = Cost((forum.cpu - before) / load.answers, load.rate)
    other = cost(bare, first, seconds, "/0")
    return ours, Cost(mean((one.cpu, other.cpu)), mean((one.rate, other.rate)))
