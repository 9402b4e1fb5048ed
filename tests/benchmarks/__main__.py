"""`python -m tests.benchmarks [names…] [--quick] [--cache DIR] [--json FILE]`: see README.md."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks import (
    across,
    captions,
    exchange,
    fanout,
    idle,
    library,
    moderation,
    pages,
    recovery,
    replies,
    room,
    search,
    translation,
)
from tests.benchmarks.bench import QUICK, Bench, Measure, Sizes
from tests.benchmarks.measure import CannotMeasure, Figure, Finding, Missing, table
from tests.benchmarks.processes import LOAD_CORE, on_core
from tests.services.account import server_account
from tests.services.folders import private_folder

MEASURES: Mapping[str, Measure] = {
    "pages": pages.measure,
    "replies": replies.measure,
    "fanout": fanout.measure,
    "across": across.measure,
    "idle": idle.measure,
    "recovery": recovery.measure,
    "translation": translation.measure,
    "search": search.measure,
    "library": library.measure,
    "moderation": moderation.measure,
    "captions": captions.measure,
    "room": room.measure,
    "exchange": exchange.measure,
}


def main() -> int:
    """Measure what is asked for, print it and, if asked to, keep it; 1 if a target was missed."""
    chosen = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # ends servers, too
    kept: dict[str, list[Finding]] = {name: [] for name in chosen.names or MEASURES}
    try:
        with private_folder(server_account()) as folder, on_core(LOAD_CORE):
            _measure(Bench(chosen.sizes, folder, chosen.cache or folder), kept)
    finally:
        if chosen.json:
            _write(kept, chosen.json)
    figures = (one for found in kept.values() for one in found if isinstance(one, Figure))
    return any(one.is_met is False for one in figures)


def _measure(bench: Bench, kept: Mapping[str, list[Finding]]) -> None:
    bench.cache.mkdir(parents=True, exist_ok=True)
    for name, findings in kept.items():
        print(f"\n{name}: {(MEASURES[name].__doc__ or '').strip()}")
        for line in table(_kept(name, bench, findings)):
            print(line, flush=True)


def _write(kept: Mapping[str, list[Finding]], path: Path) -> None:
    rows = {name: [one.as_json() for one in found] for name, found in kept.items()}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _kept(name: str, bench: Bench, into: list[Finding]) -> Iterator[Finding]:
    for finding in _findings(name, bench):
        into.append(finding)
        yield finding


def _findings(name: str, bench: Bench) -> Iterator[Finding]:
    try:
        yield from MEASURES[name](bench)
    except CannotMeasure as reason:
        yield Missing(name, str(reason))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--quick", action="store_const", dest="sizes", const=QUICK, default=Sizes())
    parser.add_argument("--cache", type=Path, help="keep filled databases here")
    parser.add_argument("--json", type=Path, help="write the figures here")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - MEASURES.keys():
        parser.error(f"there is no measure named {', '.join(sorted(unknown))}")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
