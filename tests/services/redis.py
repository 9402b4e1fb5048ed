"""A Redis server for tests, on a port of the loopback address."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.services.child import ChildProcess, Command
from tests.services.folders import private_folder
from tests.services.installations import redis_program
from tests.services.ports import free_port


class RedisServer:
    """One server without disk: `start` after `kill` or `stop` finds it empty at the same URL.

    `options` are those of a configuration file, by name, with several values between spaces.
    """

    def __init__(
        self, program: Path, folder: Path, options: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        every = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "appendonly": "no"}
        every |= options or {}
        # Redis 6.2 takes an argument for one value, whatever spaces it holds.
        pairs = [(f"--{name}", value.split(" ")) for name, value in every.items()]
        arguments = [part for name, values in pairs for part in (name, *values)]
        command = Command([str(program), *arguments], folder, folder / f"{self.port}.log")
        self._process = ChildProcess(command)

    @property
    def running(self) -> bool:
        """Whether the server's process is there."""
        return self._process.running

    def start(self) -> None:
        """Return when it answers; raises `ProcessEnded` or `NotReadyInTime`."""
        self._process.start()
        self._process.wait_until(self._answers)

    def stop(self) -> None:
        """Shut down in order."""
        self._process.stop()

    def kill(self) -> None:
        """End it as a crash would; its clients see their connections break."""
        self._process.kill()

    def restart(self) -> None:
        """Crash and come back empty."""
        self.kill()
        self.start()

    def freeze(self) -> None:
        """Have it answer nothing until `thaw`, as on a machine that hangs."""
        self._process.send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._process.send(signal.SIGCONT)

    def output(self) -> str:
        """The server's log."""
        return self._process.output()

    def _answers(self) -> bool:
        with Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except RedisError:
                return False


@contextmanager
def running_redis(program: Path | None = None) -> Iterator[RedisServer]:
    """Run a server and remove its folder afterwards; raises `NoRedis`."""
    with private_folder() as folder:
        server = RedisServer(program or redis_program(), folder)
        server.start()
        try:
            yield server
        finally:
            if server.running:
                server.kill()


def empty(url: str) -> None:
    """Remove everything from the database that `url` names."""
    with Redis.from_url(url) as client:
        client.flushdb()
