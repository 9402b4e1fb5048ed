"""Processor time, memory and place of processes, as Linux tells them."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = os.sched_getaffinity(0)


def cpu_seconds(pid: int) -> float:
    """Time that a process and its threads have spent on processors: user and system, proc(5)."""
    # The name, which may hold anything, ends with the last bracket.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Memory of a process that is in RAM."""
    return _memory(pid)["VmRSS"]


def most_resident_bytes(pid: int) -> int:
    """The most that a process has had in RAM since its program began; 0 once it has ended.

    `ru_maxrss` begins with what held whoever started it.
    """
    return _memory(pid).get("VmHWM", 0)


def _memory(pid: int) -> dict[str, int]:
    """What proc(5) tells in kB of a process that has not ended, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    sizes = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): int(size) * 1024 for name, size, _ in sizes}


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """Run this thread, and processes that it starts meanwhile, on one core; `None` means any.

    On machines without such a core, or with no other, they run anywhere.
    """
    before = os.sched_getaffinity(0)
    there_is_one = core in _CORES and len(_CORES) > 1
    os.sched_setaffinity(0, {core} if core is not None and there_is_one else _CORES)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_files(wanted: int) -> int:
    """Raise the number of open files to `wanted` as far as the system lets us; gives the number."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)
