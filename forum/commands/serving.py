"""`forum serve`, `forum realtime`, `forum worker`: the processes of the product."""

import argparse
import asyncio
import gc
import os
import signal
import socket
import sys
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from forum.app import EVERYTHING, Parts, at_work, create_app, open_product
from forum.commands.base import Command, CommandFailed
from forum.commands.opening import check_database
from forum.core.version import VERSION
from forum.settings import Settings
from realtime.wires.uvicorn import DrainingServer

DRAIN_SECONDS = 2.0
BACKLOG = 2048
YOUNG_OBJECTS = 1_000
"""New objects until the collector looks at them; answering one request makes a few hundred."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and how many processes."""
    parser.add_argument("--host", help="address to listen on (FORUM_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (FORUM_PORT)")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the port")


def serve(settings: Settings, chosen: argparse.Namespace) -> int:
    """Serve pages, API and channels, and do jobs."""
    return _listen(settings, chosen, EVERYTHING)


def realtime(settings: Settings, chosen: argparse.Namespace) -> int:
    """Serve channels only."""
    return _listen(settings, chosen, Parts(pages=False, channels=True, worker=False))


def worker(settings: Settings, _chosen: argparse.Namespace) -> int:
    """Do jobs only, until told to stop."""
    asyncio.run(_work(settings))
    return 0


async def _work(settings: Settings) -> None:
    await check_database(settings)
    settle()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    parts = Parts(pages=False, channels=False, worker=True)
    async with open_product(settings) as product, at_work(product, parts):
        _say("worker ready")
        await stop.wait()


def _listen(settings: Settings, chosen: argparse.Namespace, parts: Parts) -> int:
    update = {name: getattr(chosen, name) for name in ("host", "port")}
    settings = settings.model_copy(
        update={name: value for name, value in update.items() if value is not None}
    )
    if chosen.workers < 1:
        raise CommandFailed("--workers needs to be 1 or more")
    if chosen.workers > 1 and settings.broker.startswith("memory:"):
        raise CommandFailed("several processes need FORUM_BROKER=redis://… to hear of each other")
    asyncio.run(check_database(settings))
    settle()
    with _bound(settings) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        children = [_fork(settings, listener, parts) for _ in range(chosen.workers - 1)]
        _say(f"Stakeholders’ Forum {VERSION} on {settings.public_url}")
        try:
            return _run(settings, listener, parts)
        finally:
            _end(children)


def settle() -> None:
    """Spare the garbage collector what stays for good.

    Some 200,000 objects are there once everything is imported. Looking at all of them again
    holds up every reader for a tenth of a second, and makes processes copy what they could share.
    What there is in the folders of modules is forgotten: the few that come later are looked for.
    """
    sys.path_importer_cache.clear()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        raise CommandFailed(f"cannot listen on {where}: {error.strerror}") from error
    listener.listen(BACKLOG)
    return listener


def _fork(settings: Settings, listener: socket.socket, parts: Parts) -> int:
    if (child := os.fork()) == 0:
        status = 1
        try:
            status = _run(settings, listener, parts)
        finally:  # whatever ends it, the child never goes on with the parent's work
            os._exit(status)
    return child


def _end(children: list[int]) -> None:
    for child in children:
        os.kill(child, signal.SIGTERM)
    for child in children:
        os.waitpid(child, 0)


def _run(settings: Settings, listener: socket.socket, parts: Parts) -> int:
    drain = _Drain()
    config = uvicorn.Config(
        drain.watch(create_app(settings, parts)),
        ws="realtime.wires.uvicorn:SharedFrames",
        log_level="warning",
        access_log=False,
        proxy_headers=bool(settings.trust_proxy),
        forwarded_allow_ips=list(settings.trust_proxy),
        server_header=False,
        timeout_graceful_shutdown=8,
        backlog=BACKLOG,
    )
    server = DrainingServer(config, drain)
    # uvicorn raises the signal that stopped it once more when it is done; that is the way out.
    signal.signal(signal.SIGTERM, _leave)
    try:
        server.run(sockets=[listener])
    except _Left:
        return 0
    return 0 if server.started else 1


class _Left(Exception):
    """The process was asked to end."""


def _leave(_number: int, _frame: object) -> None:
    raise _Left


class _Drain:
    """Finds the live channels of the application that a server runs, to let them go in time."""

    def __init__(self) -> None:
        self._state: dict[str, Any] = {}

    def watch(self, app: ASGIApp) -> ASGIApp:
        """The same application, remembered for draining."""

        async def watched(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                self._state = scope["state"]
            await app(scope, receive, send)

        return watched

    async def __call__(self) -> None:
        """Let every conversation go."""
        if (server := self._state.get("server")) is not None:
            await server.drain(DRAIN_SECONDS)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS = [
    Command("serve", "serve pages, API and channels, and do jobs", arguments, serve),
    Command("realtime", "serve channels only", arguments, realtime),
    Command("worker", "do jobs only", lambda _parser: None, worker),
]
