"""What reading costs: pages and JSON, beside a bare Starlette route that sends the same bytes."""

from collections.abc import Iterator
from functools import partial
from statistics import mean

from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import reading, unseen
from tests.benchmarks.compare import Cost, Pair, Site, cost, figures, in_turn, sites
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.load import drive
from tests.benchmarks.measure import Figure, Finding


def measure(bench: Bench) -> Iterator[Finding]:
    """Server time per request for pages and JSON, beside a bare route with the same bytes."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    with sites(bench, store, reading) as both:
        for index, case in enumerate(both[0].cases):
            costs = in_turn(both, index, bench.sizes)
            yield from figures(case.name, both, costs, case.target)
        costs = [_unseen(site, bench.sizes.seconds) for site in both]
        yield from figures("topics not asked for before", both, costs)
        yield from (site.memory("the run") for site in both)


def _unseen(site: Site, seconds: float) -> Pair:
    """Topics not kept yet, each once, and before and after them the yardstick's first answer."""
    one = cost(site.bare, site.cases[0], seconds, "/0")
    before = site.forum.cpu
    load = drive(site.forum.port, unseen(site.posts))
    ours = Cost((site.forum.cpu - before) / load.answers, load.rate)
    other = cost(site.bare, site.cases[0], seconds, "/0")
    return Pair(ours, Cost(mean((one.cpu, other.cpu)), mean((one.rate, other.rate))))
