"""How what is written in one process reaches those who listen at another."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import Case, replying
from tests.benchmarks.data import rows
from tests.benchmarks.data.keys import let_in
from tests.benchmarks.data.stores import PostgresStore, kept_postgres
from tests.benchmarks.listeners import listening
from tests.benchmarks.load import drive, repeat
from tests.benchmarks.measure import CannotMeasure, Figure, at_most, percentile
from tests.benchmarks.processes import on_core
from tests.benchmarks.replies import TAIL_SECONDS, Told, delays
from tests.benchmarks.servers import Server
from tests.services.installations import NoRedis
from tests.services.redis import running_redis

PROMPT = at_most(100)
_CHANNEL = f"topic:{rows.LONG_TOPIC}"


def measure(bench: Bench) -> Iterator[Figure]:
    """Replies in one of two processes over Redis, heard once by every reader of either."""
    with _pair(bench) as (case, here, there), ExitStack() as stack:
        count, told = bench.sizes.readers // 2, Told()
        near = stack.enter_context(listening(bench, here, count, _CHANNEL))
        far = stack.enter_context(listening(bench, there, count, _CHANNEL))
        load = drive(
            here.port,
            repeat(case.request()),
            seconds=bench.sizes.seconds,
            status=case.status,
            on_answer=told.note,
        )
        time.sleep(TAIL_SECONDS)
        yield Figure(f"replies with {2 * count} readers", load.rate, "replies/s")
        for name, readers in (("the same process", near), ("the other process", far)):
            waits = sorted(delays(told, readers, count))
            more = {"half": median(waits), "99 %": percentile(waits, 99)}
            yield Figure(f"slowest to the last of {name}", waits[-1], "ms", None, PROMPT, more)


@contextmanager
def _pair(bench: Bench) -> Iterator[tuple[Case, Server, Server]]:
    """What to ask, and two processes over one database and one Redis."""
    with ExitStack() as stack:
        try:
            with on_core(None):
                redis = stack.enter_context(running_redis())
        except NoRedis as reason:
            raise CannotMeasure(str(reason)) from reason
        store = PostgresStore(stack.enter_context(kept_postgres(bench.cache)))
        url = stack.enter_context(store.copy(bench.sizes.posts[0]))
        case = replying(let_in(url))
        here, there = (
            stack.enter_context(servers.forum(url, bench.room(f"across-{number}"), redis.url))
            for number in (1, 2)
        )
        yield case, here, there
