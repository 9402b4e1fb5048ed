"""A load of HTTP/1.1 requests that costs little: bytes made once, answers hardly looked at."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import uvloop

CONNECTIONS = 8
HOST = "127.0.0.1"
_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length: "

OnAnswer = Callable[[bytes], None]
"""Is called with each answer, head and body, at the moment it is complete."""


class WrongAnswer(Exception):
    """The server answered with another status, or hung up; the message shows what it said."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to.

    Attributes:
        answers: how many requests were answered.
        seconds: from the first request to the last answer.
    """

    answers: int
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def request(
    method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    """A request as it is sent; with a body, its length is filled in."""
    said = {"Host": HOST, **(headers or {})}
    if body:
        said["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(
    port: int,
    requests: Iterable[bytes],
    *,
    seconds: float = float("inf"),
    status: int = 200,
    on_answer: OnAnswer | None = None,
) -> Load:
    """Send `requests` over 8 kept connections, each as soon as the one before is answered.

    Ends after `seconds`, or when there are no more requests.

    Raises:
        WrongAnswer: an answer has another status than `status`.
    """
    return uvloop.run(_drive(port, _Run(iter(requests), seconds, status, on_answer)))


def repeat(one: bytes) -> Iterator[bytes]:
    """The same request without end."""
    return itertools.repeat(one)


async def _drive(port: int, run: "_Run") -> Load:
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    run.deadline = began + run.seconds
    clients = [_Client(run, loop.create_future()) for _ in range(CONNECTIONS)]

    def give_up(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        for client in clients:
            client.fail(context.get("exception") or WrongAnswer(context["message"]))

    loop.set_exception_handler(give_up)
    for client in clients:
        await loop.create_connection(lambda client=client: client, HOST, port)  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    return Load(run.answers, run.last - began)


class _Run:
    """What the connections of one load share."""

    def __init__(
        self, requests: Iterator[bytes], seconds: float, status: int, on_answer: OnAnswer | None
    ) -> None:
        self._requests, self._on_answer = requests, on_answer
        self.seconds = seconds
        self.status = f"HTTP/1.1 {status} ".encode()
        self.deadline = self.last = 0.0
        self.answers = 0

    def next(self) -> bytes | None:
        """What to send now; `None` at the end."""
        return None if time.monotonic() >= self.deadline else next(self._requests, None)

    def answered(self, answer: bytes) -> None:
        """Count an answer."""
        self.answers += 1
        self.last = time.monotonic()
        if self._on_answer is not None:
            self._on_answer(answer)


class _Client(asyncio.Protocol):
    """One connection, with one request on the way."""

    def __init__(self, run: _Run, done: "asyncio.Future[None]") -> None:
        self._run, self.done = run, done
        self._transport: asyncio.WriteTransport | None = None
        self._answer = b""
        self._length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is no subclass
        self._send()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        self._answer = self._answer + data if self._answer else data
        self._length = self._length or _length(self._answer)
        if not 0 < self._length <= len(self._answer):
            return
        if not self._answer.startswith(self._run.status):
            self.fail(WrongAnswer(self._answer[:2000].decode(errors="replace")))
            return
        self._run.answered(self._answer)
        self._answer, self._length = b"", 0
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self.fail(WrongAnswer("the server hung up"))

    def _send(self) -> None:
        assert self._transport is not None
        if (what := self._run.next()) is None:
            if not self.done.done():
                self.done.set_result(None)
            self._transport.close()
        else:
            self._transport.write(what)

    def fail(self, why: BaseException) -> None:
        """Say that the load cannot go on; only the first reason counts."""
        if not self.done.done():
            self.done.set_exception(why)


def _length(answer: bytes) -> int:
    """Bytes of the whole answer, by the head that it begins with; 0 while that is not complete."""
    end = answer.find(_HEAD_ENDS)
    if end < 0:
        return 0
    begin = answer.find(_LENGTH, 0, end)
    if begin < 0:
        raise WrongAnswer(answer[:end].decode(errors="replace"))
    return end + len(_HEAD_ENDS) + int(answer[begin + len(_LENGTH) :].split(b"\r", 1)[0])
