"""The servers that are measured, each one process on a core of its own."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

import httpx2

from tests.benchmarks.load import HOST
from tests.benchmarks.processes import SERVER_CORE, cpu_seconds, on_core, resident_bytes
from tests.services.child import ChildProcess, Command
from tests.services.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "x" * 32
Ready = Callable[[int], bool]
"""Whether the server at a port answers."""


class Server(ChildProcess):
    """A running server.

    Attributes:
        port: where it listens, at the loopback address.
    """

    def __init__(self, command: Command, port: int) -> None:
        super().__init__(command)
        self.port = port

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, in steps of 10 ms."""
        return cpu_seconds(self._started().pid)

    @property
    def resident(self) -> int:
        """Bytes in memory."""
        return resident_bytes(self._started().pid)


def _listens(port: int) -> bool:
    try:
        create_connection((HOST, port), timeout=2).close()
    except OSError:
        return False
    return True


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://{HOST}:{port}/readyz", timeout=2).is_success
    except httpx2.TransportError:
        return False


@contextmanager
def running(
    arguments: Sequence[str],
    folder: Path,
    *,
    settings: Mapping[str, str] | None = None,
    ready: Ready = _listens,
) -> Iterator[Server]:
    """Run a program; `{port}` among its arguments and settings is filled in.

    Settings of the forum that this process was given are not passed on.
    """
    port = free_port()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    given = {name: value.format(port=port) for name, value in (settings or {}).items()}
    command = Command(
        [one.format(port=port) for one in arguments], ROOT, folder / "log", ours | given
    )
    server = Server(command, port)
    with on_core(SERVER_CORE):
        server.start()
    server.wait_until(lambda: ready(port), seconds=60)
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def forum(
    database: str,
    folder: Path,
    broker: str = "memory://",
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """`forum serve` over a database that is filled; `folder` takes its data and its log."""
    settings = {
        "FORUM_BROKER": broker,
        "FORUM_DATABASE": database,
        "FORUM_DATA": str(folder),
        "FORUM_PORT": "{port}",
        "FORUM_RATE_LIMITS": "false",
        "FORUM_SECRET": SECRET,
        **(more or {}),
    }
    program = [sys.executable, "-m", "forum", "serve"]
    with running(program, folder, settings=settings, ready=_answers) as server:
        yield server


@contextmanager
def bare(answers: Path, folder: Path) -> Iterator[Server]:
    """The yardstick: Starlette under the same uvicorn, with nothing to do; see `bare.py`."""
    program = [sys.executable, "-m", "tests.benchmarks.bare", "{port}", str(answers)]
    with running(program, folder) as server:
        yield server


@contextmanager
def channels(folder: Path) -> Iterator[Server]:
    """Live channels without the forum: `realtime.demo`."""
    with running([sys.executable, "-m", "realtime.demo", "--port", "{port}"], folder) as server:
        yield server
