"""The forum over databases of two sizes and the yardstick of each, asked in turn."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from tests.benchmarks import servers
from tests.benchmarks.bare import Answer
from tests.benchmarks.bare import store as keep
from tests.benchmarks.bench import Bench, Sizes
from tests.benchmarks.cases import Case
from tests.benchmarks.data.keys import Keys, let_in
from tests.benchmarks.data.stores import Store
from tests.benchmarks.load import drive, repeat
from tests.benchmarks.measure import Figure, Target, at_most
from tests.benchmarks.servers import Server

GROWTH = at_most(1.2)
"""How many times as much a request may take in a database twenty times as large."""
_MEMORY = at_most(150)
_WARM = 100
_MICRO = 1e6
_UNIT = "µs/request"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request takes.

    Attributes:
        cpu: seconds of the server's processor time.
        rate: requests a second.
    """

    cpu: float
    rate: float


@dataclass(frozen=True, slots=True)
class Pair:
    """What the same request takes of the forum and of the yardstick."""

    ours: Cost
    theirs: Cost


@dataclass(frozen=True, slots=True)
class Site:
    """The forum over one filled database, and a server that has its answers ready.

    Attributes:
        name: the kind of database and how many posts it holds.
        posts: that number.
        cases: what both are asked; the yardstick's answers are at `/` and their index.
    """

    name: str
    posts: int
    cases: Sequence[Case]
    forum: Server
    bare: Server

    def memory(self, after: str) -> Figure:
        """What the forum's server has in RAM."""
        mib = self.forum.resident / 2**20
        return Figure(f"{self.name}: memory after {after}", mib, "MiB", target=_MEMORY)

    def warm(self, index: int) -> None:
        """Ask both a few times for what is measured next."""
        case = self.cases[index]
        for server, path in ((self.forum, ""), (self.bare, f"/{index}")):
            drive(server.port, [case.request(path)] * _WARM, status=case.status)

    def cost(self, index: int, seconds: float) -> Pair:
        """Ask the forum for so long, then the yardstick."""
        case = self.cases[index]
        return Pair(cost(self.forum, case, seconds), cost(self.bare, case, seconds, f"/{index}"))


@contextmanager
def sites(
    bench: Bench, store: Store, cases_of: Callable[[Keys], Sequence[Case]]
) -> Iterator[Sequence[Site]]:
    """The forum over the small database and over the large one, both running."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(_site(bench, store, posts, cases_of)) for posts in bench.sizes.posts
        ]


@contextmanager
def _site(
    bench: Bench, store: Store, posts: int, cases_of: Callable[[Keys], Sequence[Case]]
) -> Iterator[Site]:
    folder = bench.room(f"{store.name}-{posts}")
    with store.copy(posts) as url:
        cases = cases_of(let_in(url))
        with servers.forum(url, folder) as forum:
            answers = folder / "answers.json"
            keep([_ask(forum, case) for case in cases], answers)
            with servers.bare(answers, folder) as bare:
                yield Site(f"{store.name} {posts:,}", posts, cases, forum, bare)


def _ask(server: Server, case: Case) -> Answer:
    """The answer to one request, undecoded."""
    seen: list[bytes] = []
    drive(server.port, [case.request()], status=case.status, on_answer=seen.append)
    head, _, body = seen[0].partition(b"\r\n\r\n")
    pairs = (line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
    return Answer(case.method, case.status, [(name, value) for name, value in pairs], body)


def cost(server: Server, case: Case, seconds: float, path: str = "") -> Cost:
    """Send the same request for a while."""
    before = server.cpu
    load = drive(server.port, repeat(case.request(path)), seconds=seconds, status=case.status)
    return Cost((server.cpu - before) / load.answers, load.rate)


def in_turn(sites: Sequence[Site], index: int, sizes: Sizes) -> Sequence[Pair]:
    """What the case of that index takes at each site: medians of the rounds.

    Every round asks everywhere, as the speed of a virtual machine changes in minutes.
    """
    for site in sites:
        site.warm(index)
    rounds = [[site.cost(index, sizes.seconds) for site in sites] for _ in range(sizes.rounds)]
    return [_median(pairs) for pairs in zip(*rounds, strict=True)]


def figures(
    name: str, sites: Sequence[Site], pairs: Sequence[Pair], target: Target | None = None
) -> Iterator[Figure]:
    """What each site takes beside its yardstick, then the large one beside the small one."""
    for site, pair in zip(sites, pairs, strict=True):
        ours, theirs = pair.ours, pair.theirs
        rates = {"requests/s": ours.rate, "beside": theirs.rate}
        times = (ours.cpu * _MICRO, _UNIT, theirs.cpu * _MICRO)
        yield Figure(f"{site.name}: {name}", *times, target, rates)
    small, large = (pair.ours.cpu * _MICRO for pair in pairs)
    growth = f"{sites[-1].name}: {name}, beside {sites[0].posts:,}"
    yield Figure(growth, large, _UNIT, small, GROWTH)


def _median(pairs: Sequence[Pair]) -> Pair:
    ours, theirs = [one.ours for one in pairs], [one.theirs for one in pairs]
    return Pair(_middle(ours), _middle(theirs))


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(median(one.cpu for one in costs), median(one.rate for one in costs))
