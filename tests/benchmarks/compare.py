"""Requests to the forum and to the yardstick, in turn, with what each takes of the processor."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks import servers
from tests.benchmarks.bare import Answer, store
from tests.benchmarks.bench import Sizes
from tests.benchmarks.cases import Case
from tests.benchmarks.load import drive, repeat
from tests.benchmarks.servers import Server

_WARM = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request takes.

    Attributes:
        cpu: seconds of the server's processor time.
        rate: requests a second.
    """

    cpu: float
    rate: float


def ask(server: Server, case: Case, path: str = "") -> Answer:
    """The answer to one request, undecoded."""
    seen: list[bytes] = []
    drive(server.port, [case.request(path)], status=case.status, on_answer=seen.append)
    head, _, body = seen[0].partition(b"\r\n\r\n")
    pairs = (line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
    return Answer(case.method, case.status, [(name, value) for name, value in pairs], body)


def cost(server: Server, case: Case, seconds: float, path: str = "") -> Cost:
    """Send the same request for a while."""
    before = server.cpu
    load = drive(server.port, repeat(case.request(path)), seconds=seconds, status=case.status)
    return Cost((server.cpu - before) / load.answers, load.rate)


@contextmanager
def yardstick(forum: Server, cases: Sequence[Case], folder: Path) -> Iterator[Server]:
    """A server that has what `forum` answers to `cases` ready, each at `/` and its index."""
    path = folder / "answers.json"
    store([ask(forum, case) for case in cases], path)
    with servers.bare(path, folder) as bare:
        yield bare


def in_turn(forum: Server, bare: Server, case: Case, index: int, sizes: Sizes) -> tuple[Cost, Cost]:
    """What `case` costs the forum, and what `/index` costs the yardstick: medians of the rounds."""
    path = f"/{index}"
    for server, at in ((forum, ""), (bare, path)):
        drive(server.port, [case.request(at)] * _WARM, status=case.status)
    rounds = [
        (cost(forum, case, sizes.seconds), cost(bare, case, sizes.seconds, path))
        for _ in range(sizes.rounds)
    ]
    ours, theirs = zip(*rounds, strict=True)
    return _median(ours), _median(theirs)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(one.cpu for one in costs), median(one.rate for one in costs))
