"""Processes of the product that begin as copies of one that has imported it.

A command of `forum` imports for three seconds what it runs, and reads its settings after that. So
`python -m tests.services.copies` imports it once, and is copied, as `forum serve --workers` copies
itself: each copy gets an environment, a log and a session of its own, and carries out its command.
A keeper beside each copy tells how it ended.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.services.child import Command

FIRST = "FORUM_TEST_FIRST"
"""Names what a copy calls before its command, as `module:function`."""
HERE = Path(__file__).resolve().parent.parent.parent
NUMBER = 8
"""Bytes of each number that is sent: a length, an id, an exit status."""


class Copy:
    """One copy, with as much of `subprocess.Popen` as whoever started it needs."""

    def __init__(self, news: socket.socket) -> None:
        self._news = news
        self.returncode: int | None = None
        self.pid = _number(news)

    def poll(self) -> int | None:
        """The exit status, negative for a signal, once it has ended."""
        with suppress(BlockingIOError):
            self._await_end(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The same, when it has ended; raises `subprocess.TimeoutExpired`."""
        try:
            return self._await_end(timeout)
        except TimeoutError as late:
            raise subprocess.TimeoutExpired("a copy", timeout or 0) from late

    def send_signal(self, what: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, what)

    def _await_end(self, timeout: float | None) -> int:
        if self.returncode is None:
            self._news.settimeout(timeout)
            self.returncode = _number(self._news)
            self._news.close()
        return self.returncode


class Original:
    """The process that is copied; it ends with ours."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.services.copies"],
                cwd=HERE,
                stdin=theirs,
                start_new_session=True,
            )
        self._one_at_a_time = threading.Lock()
        atexit.register(self._end)

    def copy(self, what: Command) -> Copy:
        """Have a copy carry out a command, whose arguments are those of `forum`."""
        order = {
            "arguments": [*what.arguments],
            "folder": str(what.folder),
            "environment": {**(os.environ if what.environment is None else what.environment)},
        }
        said = json.dumps(order).encode()
        ours, theirs = socket.socketpair()
        with theirs, what.log.open("ab") as log, self._one_at_a_time:
            files = [theirs.fileno(), log.fileno()]
            socket.send_fds(self._line, [len(said).to_bytes(NUMBER)], files)
            self._line.sendall(said)
        return Copy(ours)

    def _end(self) -> None:
        self._line.close()
        self._process.wait()


_ASKED = threading.Lock()


def original() -> Original:
    """The one of this process, which begins when it is first asked for, by whichever thread."""
    with _ASKED:
        return _begun()


@cache
def _begun() -> Original:
    return Original()


def _number(line: socket.socket) -> int:
    said = line.recv(NUMBER, socket.MSG_WAITALL)
    if len(said) < NUMBER:
        raise EOFError("whatever keeps a copy has ended")
    return int.from_bytes(said, signed=True)


def main() -> None:
    """Import the product, and be copied until nobody listens any more."""
    # Only here, as whoever asks for copies does without.
    from forum.__main__ import main as forum
    from forum.commands import commands
    from forum.routes import API, PAGES
    from forum.web.routing import routes_of
    from tests.services.clocks import use_moved_clock
    from tests.services.templates import use_shared_templates

    commands("serve")
    routes_of([*PAGES, *API])
    use_shared_templates()
    gc.freeze()
    line = socket.socket(fileno=os.dup(0))
    while True:
        length, files, *_ = socket.recv_fds(line, NUMBER, 2)
        _reap()
        if not length:
            return
        said = line.recv(int.from_bytes(length), socket.MSG_WAITALL)
        if os.fork() == 0:
            line.close()
            with socket.socket(fileno=files[0]) as news:
                order = _keep(news, json.loads(said))
            _become(order, files[1])
            use_moved_clock()
            _call_first()
            sys.exit(forum(order["arguments"]))
        for file in files:
            os.close(file)


def _call_first() -> None:
    if named := os.environ.get(FIRST):
        module, _, function = named.partition(":")
        getattr(import_module(module), function)()


def _reap() -> None:
    """Let keepers go that have ended, and count the time that they and their copies took."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(news: socket.socket, order: dict[str, Any]) -> dict[str, Any]:
    """Return in a copy, in a session of its own; its keeper says how it ended, and ends."""
    copy = os.fork()
    if copy == 0:
        os.setsid()
        news.sendall(os.getpid().to_bytes(NUMBER, signed=True))
        return order
    _, status = os.waitpid(copy, 0)
    with suppress(OSError):  # whoever asked may be gone
        news.sendall(os.waitstatus_to_exitcode(status).to_bytes(NUMBER, signed=True))
    os._exit(0)


def _become(order: dict[str, Any], log: int) -> None:
    os.chdir(order["folder"])
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    for output in (1, 2):
        os.dup2(log, output)
    os.close(log)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["forum", *order["arguments"]]


if __name__ == "__main__":
    main()
