"""A process that a test starts, watches and ends."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.services.account import OWN, Account

POLL_SECONDS = 0.02
TAIL_CHARACTERS = 4_000


class ProcessEnded(Exception):
    """The process ended before it was ready; the message carries its last output."""


class NotReadyInTime(Exception):
    """The process runs but did not become ready; the message carries its last output."""


class NotEndedInTime(Exception):
    """The process went on after its stop signal and was killed; the message as above."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run; `log` receives both outputs, and no `environment` means our own."""

    arguments: Sequence[str]
    folder: Path
    log: Path
    environment: Mapping[str, str] | None = None
    account: Account = OWN
    stop_signal: signal.Signals = signal.SIGTERM


class Process(Protocol):
    """What is needed of a process that was started, in the words of `subprocess.Popen`."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, what: signal.Signals, /) -> None: ...


def begin(what: Command) -> Process:
    """Start a command in a session of its own."""
    with what.log.open("ab") as log:
        return subprocess.Popen(
            what.arguments,
            cwd=what.folder,
            env=what.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=what.account.user,
            group=what.account.group,
            extra_groups=what.account.extra_groups,
        )


class ChildProcess:
    """One process in a session of its own, so that an interrupt at the terminal leaves it to us.

    `begin` starts its command.
    """

    def __init__(self, command: Command, begin: Callable[[Command], Process] = begin) -> None:
        self.command = command
        self._begin = begin
        self._process: Process | None = None
        self._group: int | None = None

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; may be called again after it ended."""
        if self.running:
            raise RuntimeError("the process runs already")
        self._process = self._begin(self.command)
        self._group = self._process.pid

    def wait_until(self, ready: Callable[[], bool], *, seconds: float = 30) -> None:
        """Return once `ready()` is true, or kill and raise `ProcessEnded` or `NotReadyInTime`."""
        deadline = time.monotonic() + seconds
        try:
            while not ready():
                self._check_progress(deadline)
                time.sleep(POLL_SECONDS)
        except BaseException:  # an interrupt, too, must leave no process behind
            self.kill()
            raise

    def wait(self, *, seconds: float = 60) -> int:
        """Wait until it ends by itself; its exit status, as of `Process.wait`."""
        return self._started().wait(seconds)

    def stop(self, *, seconds: float = 15) -> int:
        """Ask it to end and return its exit status; raises `NotEndedInTime` after killing it."""
        self.send(self.command.stop_signal)
        try:
            return self._started().wait(seconds)
        except subprocess.TimeoutExpired as late:
            raise NotEndedInTime(self._tail(f"went on for {seconds:g} s")) from late
        finally:
            self.kill()

    def kill(self) -> None:
        """End it and its own children without a chance to tidy up; harmless when it has ended."""
        process = self._started()
        # Once only: the system may give the number of a process that has ended to another.
        group, self._group = self._group, None
        if group is not None:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        process.wait()

    def send(self, what: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        self._started().send_signal(what)

    def output(self) -> str:
        """Everything it and its predecessors under the same log have printed."""
        return self.command.log.read_text(encoding="utf-8", errors="replace")

    def _check_progress(self, deadline: float) -> None:
        if not self.running:
            raise ProcessEnded(self._tail(f"ended with status {self._started().returncode}"))
        if time.monotonic() > deadline:
            raise NotReadyInTime(self._tail("was not ready in time"))

    def _started(self) -> Process:
        if self._process is None:
            raise RuntimeError("the process was never started")
        return self._process

    def _tail(self, fact: str) -> str:
        return f"{self.command.arguments[0]} {fact}:\n{self.output()[-TAIL_CHARACTERS:]}"
