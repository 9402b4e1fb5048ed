"""A PostgreSQL server for tests, on a Unix socket in a folder of its own."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from sqlalchemy import URL

from tests.services.account import Account, server_account
from tests.services.child import ChildProcess, Command, NotReadyInTime, ProcessEnded
from tests.services.folders import private_folder
from tests.services.installations import postgres_folders
from tests.services.templates import NAMED

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# A database of a test is gone, or emptied, before it is worth clearing up.
CARELESS |= {"autovacuum": "off"}


class NoPostgres(Exception):
    """No installation of PostgreSQL could be started; the message says why, one by one."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server lives: socket and log in `folder`, its files in `data`, both of `account`."""

    account: Account
    folder: Path
    data: Path
    durable: bool

    @property
    def settings(self) -> dict[str, str]:
        """What the server is told; without durability it is fast."""
        return SETTINGS if self.durable else SETTINGS | CARELESS


class PostgresServer:
    """One server; `start` after `kill` or `stop` finds the same data."""

    def __init__(self, programs: Path, site: Site) -> None:
        self._site = site
        options = [part for pair in site.settings.items() for part in ("-c", "=".join(pair))]
        self._process = ChildProcess(
            Command(
                [f"{programs}/postgres", f"-D{site.data}", f"-k{site.folder}", *options],
                site.folder,
                site.folder / "log",
                account=site.account,
                stop_signal=signal.SIGINT,
            )
        )

    @classmethod
    def create(cls, programs: Path, site: Site) -> Self:
        """Make an empty cluster; raises `CalledProcessError`."""
        if not site.account.reaches(programs / "postgres"):
            programs = _copy(programs, site)
        _initialise(programs, site)
        return cls(programs, site)

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the maintenance database."""
        folder = str(self._site.folder)
        place = URL.create("postgresql+psycopg", "postgres", database="postgres")
        return place.update_query_dict({"host": folder}).render_as_string()

    @property
    def address(self) -> str:
        """The same for `psycopg.connect`."""
        return self.url.replace("+psycopg", "")

    @property
    def running(self) -> bool:
        """Whether the server's process is there."""
        return self._process.running

    def start(self) -> None:
        """Return when it takes connections; raises `ProcessEnded` or `NotReadyInTime`."""
        self._process.start()
        self._process.wait_until(self._answers)

    def stop(self) -> None:
        """Shut down in order: connections end, everything is written."""
        self._process.stop()

    def kill(self) -> None:
        """End it as a crash would: nothing more is written, the next start recovers."""
        # Not SIGKILL: its children must be gone before the same data can be opened again.
        self._process.send(signal.SIGQUIT)
        self._process.wait_until(lambda: not self.running)

    def output(self) -> str:
        """The server's log."""
        return self._process.output()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_postgres(
    installations: Iterable[Path] | None = None, *, durable: bool = False
) -> Iterator[PostgresServer]:
    """Run the first installation that starts and remove its data afterwards; raises `NoPostgres`.

    `durable=False` gives up safety against a crash of the machine, for speed.
    """
    account = server_account()
    found = postgres_folders() if installations is None else installations
    with (
        private_folder(account) as folder,
        private_folder(account, in_memory=not durable) as data,
    ):
        server = _first_to_start(found, Site(account, folder, data, durable))
        try:
            yield server
        finally:
            if server.running:
                server.kill()


def _first_to_start(installations: Iterable[Path], site: Site) -> PostgresServer:
    reasons = []
    for programs in installations:
        try:
            server = PostgresServer.create(programs, site)
            server.start()
        except subprocess.CalledProcessError as failure:
            reasons.append(f"{programs}: {failure.stderr}")
        except (OSError, ProcessEnded, NotReadyInTime) as failure:
            reasons.append(f"{programs}: {failure}")
        else:
            return server
        _empty(site.folder)
        _empty(site.data)
    raise NoPostgres("\n".join(reasons) or "none is installed; see FORUM_TEST_POSTGRES")


def _initialise(programs: Path, site: Site) -> None:
    """Make an empty cluster; all of a run begin as copies of the first that it makes."""
    kept = _kept(programs)
    if kept is None or not kept.exists():
        _make(programs, site)
        if kept is not None:
            _keep(site.data, kept)
        return
    shutil.copytree(kept, site.data, dirs_exist_ok=True)
    for path in (site.data, *site.data.rglob("*")):
        site.account.take(path)


def _kept(programs: Path) -> Path | None:
    """Where a run keeps a cluster that has only been made, which takes longer than to copy it."""
    folder, server = os.environ.get(NAMED), programs / "postgres"
    if folder is None or not server.exists():
        return None
    one = server.stat()
    return Path(folder) / f"postgres-{one.st_size}-{one.st_mtime_ns}"


def _keep(made: Path, kept: Path) -> None:
    copy = kept.with_name(f"{kept.name}-{os.getpid()}")
    shutil.copytree(made, copy)
    try:
        copy.rename(kept)
    except OSError:  # another process was quicker
        shutil.rmtree(copy)


def _make(programs: Path, site: Site) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [f"{programs}/initdb", f"-D{site.data}", "--no-sync", *options],
        cwd=site.folder,
        check=True,
        capture_output=True,
        text=True,
        user=site.account.user,
        group=site.account.group,
        extra_groups=site.account.extra_groups,
    )


def _copy(programs: Path, site: Site) -> Path:
    """Copy a wheel's installation that lies where only root may look, such as in root's home."""
    package = programs.parent.parent
    copy = site.folder / "installation"
    # The programs look for their libraries in the folder that the wheel keeps beside the package.
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True)
    for path in (copy, *copy.rglob("*")):
        site.account.take(path)
    return copy / programs.relative_to(package.parent)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
