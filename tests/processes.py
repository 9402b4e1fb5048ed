"""The whole application as real processes, for journeys and fault tests."""

import os
import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services import copies
from tests.services.child import ChildProcess, Command, Process
from tests.services.ports import free_port

FORUM = (sys.executable, "-m", "forum")
HERE = Path(__file__).resolve().parent.parent


def forum_process(
    *arguments: str, env: Mapping[str, str], log: Path, program: Sequence[str] = ()
) -> ChildProcess:
    """A `forum …` command that is yet to start, such as `worker`; `env` holds its settings.

    It begins as a copy (see `copies`), or, where a `program` is named, such as `FORUM`, as that.
    """
    command = Command([*program, *arguments], HERE, log, os.environ | dict(env))
    return ChildProcess(command) if program else ChildProcess(command, _copy)


def _copy(command: Command) -> Process:
    return copies.original().copy(command)


def answers(host: str, path: str) -> bool:
    """Whether a server says 200 to a path; cheap, as it is asked fifty times a second."""
    connection = HTTPConnection(host, timeout=2)  # needs no certificates, unlike httpx2
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


class ServeProcess:
    """A `forum serve` on a port of its own; as a context manager it starts and ends.

    `command` may be `realtime` instead. `env` holds settings; the address is filled in unless it
    names one. Logs are kept in `folder`, such as the test's `tmp_path`. `start` after `stop` or
    `kill` continues at the same address.
    It blocks: an asynchronous test calls `start` and `stop` by `asyncio.to_thread`.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        *,
        folder: Path,
        program: Sequence[str] = (),
        command: str = "serve",
    ) -> None:
        settings = {"FORUM_HOST": "127.0.0.1", "FORUM_PORT": str(free_port())} | dict(env)
        self.url = f"http://{settings['FORUM_HOST']}:{settings['FORUM_PORT']}"
        log = folder / f"{command}-{settings['FORUM_PORT']}.log"
        self._process = forum_process(command, env=settings, log=log, program=program)

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process.running

    def start(self, *, seconds: float = 60) -> None:
        """Return once `/readyz` answers 200; raises `ProcessEnded` or `NotReadyInTime`."""
        self._process.start()
        self._process.wait_until(self._ready, seconds=seconds)

    def stop(self, *, seconds: float = 30) -> int:
        """Ask it to end as an operator would (SIGTERM); its exit status, negative for a signal."""
        return self._process.stop(seconds=seconds)

    def kill(self) -> None:
        """End it and its workers at once, as a crash would."""
        self._process.kill()

    def logs(self) -> str:
        """Everything printed since the first start."""
        return self._process.output()

    def _ready(self) -> bool:
        return answers(self.url.removeprefix("http://"), "/readyz")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.kill()
        elif self.running:
            self.stop()
