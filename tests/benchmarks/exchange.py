"""A large TMX file into the translation memory, as `forum memory import` takes it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path

from i18n.exchange.tmx import TMX_END, TmxUnit, tmx_start, tmx_unit
from tests.benchmarks.bench import Bench
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.data.texts import texts
from tests.benchmarks.measure import CannotMeasure, Figure, Finding, at_most
from tests.benchmarks.processes import most_resident_bytes
from tests.benchmarks.servers import ROOT, SECRET

LITTLE = at_most(150)
_MB = 1_000_000
_LOOK_SECONDS = 0.1
"""Between two looks at what a program holds: the last comes so soon before its end."""


@dataclass(frozen=True, slots=True)
class _Used:
    """Seconds of a processor, and the most bytes held at once."""

    processor: float
    memory: int


def measure(bench: Bench) -> Iterator[Finding]:
    """A TMX file of 200 MB by the command: how long it takes, and what it holds at once."""
    file = bench.room("exchange") / "memory.tmx"
    _write(file, bench.sizes.tmx)
    return on_each(bench.cache, partial(_measure, bench, file))


def _write(path: Path, size: int) -> None:
    """So many MB of paragraphs of the Declaration, no two units alike."""
    paragraphs = [part for text in texts() for part in text.source.split("\n\n")]
    with path.open("wb") as file:
        file.write(tmx_start(tool="bench", version="1"))
        for number, part in zip(count(), cycle(paragraphs)):
            if file.tell() > size * _MB:
                break
            pair = {"en": f"{part} {number}", "fr": f"{number} {part}"}
            file.write(tmx_unit(TmxUnit(pair, "en")))
        file.write(TMX_END)


def _measure(bench: Bench, file: Path, store: Store) -> Iterator[Figure]:
    with store.copy(bench.sizes.posts[0]) as url:
        settings = {
            "FORUM_DATABASE": url,
            "FORUM_DATA": str(bench.room(f"{store.name}-exchange")),
            "FORUM_SECRET": SECRET,
        }
        command = [sys.executable, "-m", "forum", "memory", "import", str(file)]
        began = time.perf_counter()
        used = _run(command, settings)
        took = time.perf_counter() - began
    name = f"{store.name}: TMX of {bench.sizes.tmx} MB"
    yield Figure(f"{name}, taken", took, "s", more={"processor": used.processor})
    yield Figure(f"{name}, memory of the process", used.memory / 2**20, "MiB", target=LITTLE)


def _run(command: list[str], settings: dict[str, str]) -> _Used:
    """Run a program to its end, and give what it used."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    with subprocess.Popen(command, cwd=ROOT, env=ours | settings) as child:
        memory, ended = 0, 0
        while not ended:
            memory = max(memory, most_resident_bytes(child.pid))
            time.sleep(_LOOK_SECONDS)
            ended, status, used = os.wait4(child.pid, os.WNOHANG)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise CannotMeasure("the command failed")
    return _Used(used.ru_utime + used.ru_stime, memory)
