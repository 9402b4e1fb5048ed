"""What the tests of `realtime` share: wires without sockets, channels, and real servers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp

from realtime.broker import Broker
from realtime.broker.memory import MemoryBroker
from realtime.channel import Admission, Channel
from realtime.connection import Connection
from realtime.frames import Frame
from realtime.identity import ConnectCommand, Identity
from realtime.limits import Limits
from realtime.log import Entry, MemoryLog
from realtime.protocol.codes import CloseCode, InvalidToken, TokenExpired, UnknownChannel
from realtime.room import Sink, Straight
from realtime.server import Server
from realtime.wires.endpoint import begin

Message = dict[str, Any]


class FakeWire:
    """Keeps what is written; `full` plays a reader that does not keep up.

    Where `is_straight`, shared frames reach it by its sink, and the socket takes `room` bytes of
    each at once. `chokes` is called, once, when the next frame has been taken and nothing more is.
    """

    emulated = False
    is_straight = False

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.frames = 0
        self.full = False
        self.room: int | None = None
        self._part = b""
        self.chokes: Callable[[], None] | None = None
        self.closed: CloseCode | None = None
        self._news = asyncio.Event()

    @property
    def sink(self) -> Sink:
        straight = self.is_straight and not self.full
        return Sink(self.offer, Straight("plain", self._send, self._take) if straight else None)

    def _send(self, data: bytes) -> int:
        """Take the first `room` bytes; none of them if there is no room at all."""
        assert not self.full, "written to though it had said that it takes no more"
        if self.room == 0:
            raise BlockingIOError
        taken = len(data) if self.room is None else min(self.room, len(data))
        self._part = data[:taken]
        if taken == len(data):
            self._take(b"")
        return taken

    def _take(self, rest: bytes) -> None:
        assert not self.full, "written to though it had said that it takes no more"
        data, self._part = self._part + rest, b""
        self.write(Frame(data[{126: 4, 127: 10}.get(data[1], 2) :].decode()))

    def offer(self, frame: Frame) -> bool:
        if self.full:
            return False
        self.write(frame)
        return True

    def write(self, frame: Frame) -> None:
        self.frames += 1
        self.messages += map(json.loads, frame.text.split("\n"))
        self._news.set()
        if choke := self.chokes:
            self.chokes, self.full = None, True
            choke()

    def worked_off(self) -> None:
        self._news.set()

    def close(self, code: CloseCode) -> None:
        self.closed = code
        self._news.set()

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not seen():
                self._news.clear()
                await self._news.wait()


class NotToday(Exception):
    """A refusal of the application."""


class Hall(Channel[str]):
    """`hall:<key>`: anybody may come in; `admission` says what they may do."""

    def __init__(self, admission: Admission | None = None) -> None:
        self.admission = admission or Admission(presence=True, join_leave=True, may_publish=True)
        self.received: list[tuple[str, str, object]] = []
        self.hold: asyncio.Event | None = None
        self.asked = asyncio.Event()

    async def admit(self, who: str, key: str) -> Admission:
        self.asked.set()
        if self.hold:
            await self.hold.wait()
        if key == "secret":
            raise UnknownChannel
        if key == "broken":
            raise ZeroDivisionError
        if key == "closed":
            raise NotToday
        return self.admission

    async def receive(self, who: str, key: str, data: object) -> None:
        self.received.append((who, key, data))

    async def rpc(self, who: str, method: str, data: object) -> object:
        if method == "nothing":
            return None
        return {"who": who, "method": method, "data": data}


class Mute(Channel[str]):
    """`mute:<key>`: admits, and leaves all else to the refusals it inherits."""

    async def admit(self, who: str, key: str) -> Admission:
        return Admission(recoverable=False, may_publish=True)


async def authenticate(http: object, said: ConnectCommand) -> Identity[str]:
    """Tokens are names; `wrong` and `old` are refused, `a+b+c` is subscribed to hall:b, hall:c."""
    match said.token:
        case "wrong":
            raise InvalidToken
        case "old":
            raise TokenExpired
    name, *halls = said.token.split("+")
    return Identity(name, name, subs=[f"hall:{hall}" for hall in halls])


def explain(error: Exception, who: str) -> tuple[int, str] | None:
    return (400, "not_today") if isinstance(error, NotToday) else None


class Stage:
    """A server with halls, and clients without sockets."""

    def __init__(
        self, *, log: MemoryLog | None = None, broker: Broker | None = None, **options: Any
    ) -> None:
        self.log = log or MemoryLog()
        self.hall = Hall()
        options.setdefault("limits", Limits())
        options.setdefault("authenticate", authenticate)
        self.server: Server[str] = Server(
            channels={"hall": self.hall, "mute": Mute()},
            log=self.log,
            broker=broker or MemoryBroker(),
            explain=explain,
            **options,
        )
        self.hub = self.server.hub

    async def write(self, channel: str, data: object) -> Entry:
        """Commit and announce."""
        entry = self.log.append(channel, json.dumps(data))
        await self.hub.announce(channel, self.log.epoch, [entry])
        return entry

    def arrive(self, host: str = "127.0.0.1") -> "Talker":
        return Talker(self, host)

    async def connected(self, name: str = "", **subs: Any) -> "Talker":
        talker = self.arrive()
        await talker.ask("connect", {"token": name})
        return talker


class Talker:
    """A client of a stage."""

    def __init__(self, stage: Stage, host: str) -> None:
        self.wire = FakeWire()
        http = HTTPConnection({"type": "http", "headers": [], "client": (host, 4711)})
        self.connection: Connection[str] = begin(stage.server._engine, self.wire, http)
        self._number = 0

    def send(self, text: str) -> None:
        self.connection.receive(text)

    async def ask(self, method: str, request: Message | None = None) -> Message:
        """Send a command and wait for its answer."""
        self._number += 1
        number = self._number
        self.send(json.dumps({"id": number, method: request or {}}))

        def answers() -> list[Message]:
            return [one for one in self.wire.messages if one.get("id") == number]

        await self.wire.until(lambda: bool(answers()) or self.wire.closed is not None)
        answer = answers()[0] if answers() else {"closed": self.wire.closed}
        return answer.get(method, answer)

    async def subscribe(self, channel: str = "hall:1", **more: Any) -> Message:
        return await self.ask("subscribe", {"channel": channel, **more})

    @property
    def pushes(self) -> list[Message]:
        return [one["push"] for one in self.wire.messages if "push" in one]

    def offsets(self, channel: str = "hall:1") -> list[int]:
        """Numbers of the publications that were pushed on a channel, in order."""
        return [
            one["pub"]["offset"]
            for one in self.pushes
            if one.get("channel") == channel and "offset" in one.get("pub", {})
        ]

    async def until_offset(self, offset: int, channel: str = "hall:1") -> None:
        await self.wire.until(lambda: self.offsets(channel)[-1:] == [offset])


@asynccontextmanager
async def running(server: Server[Any]) -> AsyncIterator[None]:
    """Run what goes on beside conversations."""
    task = asyncio.create_task(server.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def serving(
    app: ASGIApp, ws: Any = "realtime.wires.uvicorn:SharedFrames", lifespan: Any = "on"
) -> AsyncIterator[str]:
    """Serve `app` on a free port of this machine; gives `127.0.0.1:<port>`."""
    config = uvicorn.Config(
        app, port=0, ws=ws, log_level="error", timeout_graceful_shutdown=1, lifespan=lifespan
    )
    server = uvicorn.Server(config)
    server.capture_signals = _no_signals  # type: ignore[method-assign]
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
        await asyncio.sleep(0.005)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class _no_signals:  # noqa: N801 (stands in for a method)
    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...
