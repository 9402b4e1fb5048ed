"""What it costs to bring one message to every member of a room, beside a room in C and others."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.listeners import WEBSOCKET, hello
from tests.benchmarks.measure import CannotMeasure, Figure, Finding, Missing, Target, at_most
from tests.benchmarks.native import Talk, compiled, talking
from tests.benchmarks.servers import ROOT, Server

PEERS = Path(__file__).parent / "peers"
LONE, BURST = at_most(1.35), at_most(0.25)
_SHORT, _LONG = 200, 600
"""Bytes of a message; the long one is compressed for who agrees to it."""
_TURNS = 3
"""How often the rooms speak in turn, each a part of its messages.

In many short turns each begins with cold caches, which costs the room in C most and flatters us.
"""


@dataclass(frozen=True, slots=True)
class Room:
    """How the members of a room speak with its server.

    Attributes:
        hello: what a new member says.
        mark, replies: how many messages that begin with `mark` follow before the member is in.
        prefix, suffix: what a message stands between.
    """

    name: str
    open: Callable[[Bench], AbstractContextManager[Server]]
    path: str = "/"
    hello: str = ""
    mark: str = ""
    replies: int = 0
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How messages are said: how many are on the way at once, how long, compressed or not."""

    name: str
    window: int
    size: int
    deflated: bool
    target: Target

    def messages(self, bench: Bench) -> int:
        """How many are said; those that leave together cost little each."""
        return bench.sizes.messages * (1 if self.window == 1 else 10)


WAYS = (
    Way("lone, plain", 1, _SHORT, deflated=False, target=LONE),
    Way("20 in flight, plain", 20, _SHORT, deflated=False, target=BURST),
    Way("lone, deflated", 1, _LONG, deflated=True, target=LONE),
    Way("20 in flight, deflated", 20, _LONG, deflated=True, target=BURST),
)


def _limit(bench: Bench) -> AbstractContextManager[Server]:
    program = compiled("limit", bench.room("programs"))
    return servers.running([str(program), "{port}"], bench.room("limit"))


def _ours(bench: Bench) -> AbstractContextManager[Server]:
    return servers.channels(bench.room("channels"))


def _node(package: str) -> Callable[[Bench], AbstractContextManager[Server]]:
    def start(bench: Bench) -> AbstractContextManager[Server]:
        node = shutil.which("node")
        if node is None:
            raise CannotMeasure("node is not installed")
        look = [node, "-e", f"require('{package}')"]
        if subprocess.run(look, cwd=ROOT, capture_output=True, check=False).returncode:
            raise CannotMeasure(f"node does not find {package} (see NODE_PATH)")
        script = PEERS / f"{package.replace('.', '')}.js"
        return servers.running([node, str(script), "{port}"], bench.room(package))

    return start


LIMIT = Room("the limit in C", _limit)
OURS = Room(
    "shared frames",
    _ours,
    path=WEBSOCKET,
    hello="\n".join(hello("room:1")),
    mark='{"id":',
    replies=2,
    prefix='{"id":3,"publish":{"channel":"room:1","data":"',
    suffix='"}}',
)
OTHERS = (
    Room("Node ws", _node("ws")),
    Room(
        "socket.io",
        _node("socket.io"),
        path="/socket.io/?EIO=4&transport=websocket",
        hello="40",
        mark="40",
        replies=1,
        prefix='42["said","',
        suffix='"]',
    ),
)


def measure(bench: Bench) -> Iterator[Finding]:
    """Server time per delivery; one message at a time and 20 in flight, plain and deflated."""
    for way in WAYS:
        with ExitStack() as stack:
            limit, ours = (stack.enter_context(_crowd(bench, room, way)) for room in (LIMIT, OURS))
            peers: list[Crowd] = []
            missing: list[Missing] = []
            for room in OTHERS if not way.deflated else ():
                try:
                    peers.append(stack.enter_context(_crowd(bench, room, way)))
                except CannotMeasure as reason:
                    missing.append(Missing(f"{room.name}, {way.name}", str(reason)))
            # A machine that others use may be half as fast a second later: all have the same luck.
            for _ in range(_TURNS):
                for crowd in (limit, ours, *peers):
                    crowd.talk(max(1, way.messages(bench) // _TURNS))
        yield ours.figure(limit, way.target)
        yield from (peer.figure(limit) for peer in peers)
        yield from missing


class Crowd:
    """The members of a room, who speak when they are told to."""

    def __init__(self, name: str, server: Server, members: Talk) -> None:
        self._name, self._server, self._members = name, server, members
        self._deliveries = self._seconds = self._spent = 0.0
        self._waits: list[tuple[float, float]] = []

    def talk(self, messages: int) -> None:
        """Have so many messages said, and heard by everybody."""
        before = self._server.cpu
        self._members.tell(str(messages))
        count, seconds, half, most = map(float, self._members.hear().split())
        self._spent += self._server.cpu - before
        self._deliveries += count
        self._seconds += seconds
        self._waits.append((half, most))

    @property
    def cost(self) -> float:
        """Microseconds of the server's processor time that a delivery took."""
        return self._spent / self._deliveries * 1e6

    def figure(self, limit: "Crowd", target: Target | None = None) -> Figure:
        """What it took, beside another room; of the waits of each turn the middle one."""
        half, most = (median(waits) for waits in zip(*self._waits, strict=True))
        more = {
            "deliveries/s": self._deliveries / self._seconds,
            "half ms": half,
            "99 % ms": most,
        }
        return Figure(self._name, self.cost, "µs/delivery", limit.cost, target, more)


@contextmanager
def _crowd(bench: Bench, room: Room, way: Way) -> Iterator[Crowd]:
    """A room with everybody in it, after its first messages: what is done once, is done."""
    fan = compiled("fan", bench.room("programs"), "z")
    with room.open(bench) as server:
        words = [fan, server.port, room.path, bench.sizes.members, way.window, way.size]
        more = [int(way.deflated), room.mark, room.replies, room.hello, room.prefix, room.suffix]
        with talking([*map(str, words), *map(str, more)]) as members:
            members.hear()
            members.tell(str(max(1, way.messages(bench) // _TURNS)))
            members.hear()
            yield Crowd(f"{room.name}, {way.name}", server, members)
