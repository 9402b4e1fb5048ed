"""What every measure is given: how much to do, and where to put things."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measure import Finding


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes:
        posts: of the databases, the small one and the large one.
        seconds: of each load.
        rounds: how often each load is repeated, in turn with its yardstick.
        readers: WebSockets that hear a topic while replies are written.
        members: of the room whose fan-out is measured.
        messages: said in that room, one at a time; many at a time, ten times as many.
        idle: connections that are open and silent, few and many.
        translated: posts that are translated.
        tmx: MB of a file for the translation memory.
    """

    posts: tuple[int, int] = (10_000, 200_000)
    seconds: float = 2.0
    rounds: int = 3
    readers: int = 500
    members: int = 1000
    messages: int = 300
    idle: tuple[int, int] = (1000, 10_000)
    translated: int = 1000
    tmx: int = 200


QUICK = Sizes(
    posts=(6000, 12_000),
    seconds=0.3,
    rounds=1,
    readers=50,
    members=100,
    messages=50,
    idle=(100, 1000),
    translated=50,
    tmx=3,
)
"""Enough to see that everything works; the figures mean little."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run.

    Attributes:
        folder: for what lasts as long as the run.
        cache: for databases, which may outlast it.
    """

    sizes: Sizes
    folder: Path
    cache: Path

    def room(self, name: str) -> Path:
        """A folder for one server's files; made when it is first asked for."""
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made


Measure = Callable[[Bench], Iterator[Finding]]
"""Gives its findings one by one; raises `CannotMeasure` where something is missing."""
