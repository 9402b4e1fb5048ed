"""How many replies a second are kept for good, and how soon those who listen hear of them."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median

from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import Case, replying
from tests.benchmarks.compare import Site, cost, figures, in_turn, sites
from tests.benchmarks.data import rows
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.listeners import arrivals, listening
from tests.benchmarks.load import drive, repeat
from tests.benchmarks.measure import Figure, Finding, at_least, at_most, percentile
from tests.benchmarks.native import Talk
from tests.benchmarks.servers import Server

RATE = at_least(200)
UNDISTURBED = at_least(0.8)
"""What share of that rate is left with readers."""
PROMPT = at_most(100)
TAIL_SECONDS = 1.0
_TURNS = 3
"""How many times as often as elsewhere each load is repeated, for so much less long: writing takes
several processes and the disk, and rounds of two seconds came to 0.8–1.6 of those before them."""
_NUMBER = re.compile(rb'"number":(\d+)')


class RepliesUnheard(Exception):
    """Not every reader heard of every reply once; the message says of how many."""


@dataclass(slots=True)
class Told:
    """When each reply was acknowledged, by its number, in nanoseconds of the monotonic clock."""

    times: dict[int, int] = field(default_factory=dict)

    def note(self, answer: bytes) -> None:
        """Take an answer, the moment it came."""
        now = time.monotonic_ns()
        found = _NUMBER.search(answer)
        assert found is not None
        self.times[int(found[1])] = now


def measure(bench: Bench) -> Iterator[Finding]:
    """Replies of 8 clients to one topic, alone and with readers who hear them over WebSockets."""
    sizes = bench.sizes
    sizes = replace(sizes, rounds=sizes.rounds * _TURNS, seconds=sizes.seconds / _TURNS)
    bench = replace(bench, sizes=sizes)
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    with sites(bench, store, lambda keys: [replying(keys)]) as both:
        costs = in_turn(both, 0, bench.sizes)
        yield from figures(both[0].cases[0].name, both, costs)
        for site, taken in zip(both, costs, strict=True):
            name = f"{site.name}: replies of 8 clients"
            yield Figure(name, taken.ours.rate, "replies/s", target=RATE)
            yield from _heard(bench, site)
            yield site.memory("the replies")


def _heard(bench: Bench, site: Site) -> Iterator[Figure]:
    """With readers and without, in turn; who leaves is let go before the next round without."""
    readers, case = bench.sizes.readers, site.cases[0]
    alone, rates, waits = [], [], []
    for _ in range(bench.sizes.rounds):
        alone.append(cost(site.forum, case, bench.sizes.seconds).rate)
        rate, some = _with_readers(bench, site.forum, case)
        time.sleep(TAIL_SECONDS)
        rates.append(rate)
        waits += some
    waits.sort()
    name = f"{site.name}: with {readers} readers"
    yield Figure(f"{name}, replies", median(rates), "replies/s", median(alone), UNDISTURBED)
    more = {"half": median(waits), "99 %": percentile(waits, 99)}
    slowest = waits[-1]
    yield Figure(f"{name}, slowest to the last", slowest, "ms", target=PROMPT, more=more)


def _with_readers(bench: Bench, forum: Server, case: Case) -> tuple[float, list[float]]:
    """Replies a second, and for each the milliseconds until the last reader had it."""
    told = Told()
    channel = f"topic:{rows.LONG_TOPIC}"
    with listening(bench, forum, bench.sizes.readers, channel) as readers:
        load = drive(
            forum.port,
            repeat(case.request()),
            seconds=bench.sizes.seconds,
            status=case.status,
            on_answer=told.note,
        )
        time.sleep(TAIL_SECONDS)
        return load.rate, delays(told, readers, bench.sizes.readers)


def delays(told: Told, readers: Talk, count: int) -> list[float]:
    """For each reply, the milliseconds until the last of so many readers had it; ends them.

    Raises:
        RepliesUnheard: one did not have every reply, or had one twice.
    """
    found = arrivals(readers)
    last = {number: one.last for number, (one, _) in found.items() if one.times == count}
    if unheard := told.times.keys() - last.keys():
        raise RepliesUnheard(f"{len(unheard)} of {len(told.times)}")
    return [(last[number] - at) / 1e6 for number, at in told.times.items()]
