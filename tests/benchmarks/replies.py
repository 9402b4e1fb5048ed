"""How many replies a second are kept for good, and how soon those who listen hear of them."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import Case, replying
from tests.benchmarks.data import rows
from tests.benchmarks.data.keys import let_in
from tests.benchmarks.data.stores import Store, stores
from tests.benchmarks.load import Load, drive, repeat
from tests.benchmarks.measure import Figure, Finding, Missing, at_least, at_most
from tests.benchmarks.native import compiled, talking
from tests.benchmarks.pages import GROWTH, MEMORY
from tests.benchmarks.servers import Server

RATE = at_least(200)
UNDISTURBED = at_least(0.8)
"""What share of that rate is left with readers."""
PROMPT = at_most(100)
_TAIL_SECONDS = 1.0
_NUMBER = re.compile(rb'"number":(\d+)')


class RepliesUnheard(Exception):
    """Not every reader heard of every reply; the message says of how many."""


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
    for store in stores(bench.cache):
        if isinstance(store, Missing):
            yield store
            continue
        costs = []
        for posts in bench.sizes.posts:
            for figure in _measure(bench, store, posts):
                yield figure
                if figure.unit == "µs/request":
                    costs.append(figure)
        yield Figure(
            f"{costs[1].name}, beside {bench.sizes.posts[0]:,}",
            costs[1].value,
            costs[1].unit,
            costs[0].value,
            GROWTH,
        )


def _measure(bench: Bench, store: Store, posts: int) -> Iterator[Figure]:
    where = f"{store.name} {posts:,}"
    with store.copy(posts) as url:
        case = replying(let_in(url))
        with servers.forum(url, bench.room(f"{store.name}-{posts}-replies")) as forum:
            _write(forum, case, bench.sizes.seconds / 2)
            alone, cpu = _written(bench, forum, case)
            yield Figure(f"{where}: {case.name}", cpu * 1e6, "µs/request")
            yield Figure(f"{where}: replies of 8 clients", alone, "replies/s", target=RATE)
            yield from _heard(bench, forum, case, where, alone)
            memory = forum.resident / 2**20
            yield Figure(f"{where}: memory after the replies", memory, "MiB", target=MEMORY)


def _write(forum: Server, case: Case, seconds: float, told: Told | None = None) -> Load:
    note = told.note if told else None
    request = repeat(case.request())
    return drive(forum.port, request, seconds=seconds, status=case.status, on_answer=note)


def _written(bench: Bench, forum: Server, case: Case) -> tuple[float, float]:
    """Replies a second, and seconds of the server's processor for each: medians of the rounds."""
    rates, costs = [], []
    for _ in range(bench.sizes.rounds):
        before = forum.cpu
        load = _write(forum, case, bench.sizes.seconds)
        rates.append(load.rate)
        costs.append((forum.cpu - before) / load.answers)
    return median(rates), median(costs)


def _heard(bench: Bench, forum: Server, case: Case, where: str, alone: float) -> Iterator[Figure]:
    readers = bench.sizes.readers
    rates, delays = [], []
    for _ in range(bench.sizes.rounds):
        rate, some = _with_readers(bench, forum, case)
        rates.append(rate)
        delays += some
    delays.sort()
    name = f"{where}: with {readers} readers"
    yield Figure(f"{name}, replies", median(rates), "replies/s", alone, UNDISTURBED)
    more = {"half": median(delays), "99 %": delays[len(delays) * 99 // 100]}
    slowest = delays[-1]
    yield Figure(f"{name}, slowest to the last", slowest, "ms", target=PROMPT, more=more)


def _with_readers(bench: Bench, forum: Server, case: Case) -> tuple[float, list[float]]:
    """Replies a second, and for each the milliseconds until the last reader had it."""
    told = Told()
    program = compiled("readers", bench.room("programs"))
    commands = [
        {"id": 1, "connect": {}},
        {"id": 2, "subscribe": {"channel": f"topic:{rows.LONG_TOPIC}"}},
    ]
    hello = "\n".join(map(json.dumps, commands))
    words = [forum.port, "/connection/websocket", bench.sizes.readers, len(commands), hello]
    with talking([str(program), *map(str, words)]) as readers:
        readers.hear()
        load = _write(forum, case, bench.sizes.seconds, told)
        time.sleep(_TAIL_SECONDS)
        lines = [tuple(map(int, line.split())) for line in readers.finish()]
    last = {number: at for number, count, at in lines if count == bench.sizes.readers}
    if unheard := told.times.keys() - last.keys():
        raise RepliesUnheard(f"{len(unheard)} of {len(told.times)}")
    return load.rate, [(last[number] - at) / 1e6 for number, at in told.times.items()]
