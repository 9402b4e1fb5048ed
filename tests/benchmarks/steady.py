"""Requests that are sent each at its moment, whether or not those before are answered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import uvloop

from tests.benchmarks.load import HOST, WrongAnswer


@dataclass(frozen=True, slots=True)
class Due:
    """A request.

    Attributes:
        at: seconds after the beginning when it is sent.
        what: its bytes.
        number: by which it is known.
    """

    at: float
    what: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Answered:
    """When a request was due and when its answer was complete (`time.monotonic_ns`)."""

    number: int
    due: int
    answered: int

    @property
    def ms(self) -> float:
        """How long it took, in milliseconds."""
        return (self.answered - self.due) / 1e6


def send(port: int, requests: Sequence[Due]) -> Sequence[Answered]:
    """Send requests at their moments, over as many kept connections as that takes.

    Only such as change nothing when they are sent twice, as are those with an idempotency key.

    Raises:
        WrongAnswer: an answer says neither 200 nor 201.
    """
    return uvloop.run(_send(port, requests))


async def _send(port: int, requests: Sequence[Due]) -> Sequence[Answered]:
    lines, began = _Lines(port), time.monotonic_ns() + 50_000_000
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_one(lines, one, began)) for one in requests]
    lines.close()
    return [task.result() for task in tasks]


async def _one(lines: "_Lines", one: Due, began: int) -> Answered:
    due = began + round(one.at * 1e9)
    await asyncio.sleep((due - time.monotonic_ns()) / 1e9)
    await lines.ask(one.what)
    return Answered(one.number, due, time.monotonic_ns())


_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _head(line: _Line, what: bytes) -> bytes:
    line[1].write(what)
    return await line[0].readuntil(b"\r\n\r\n")


class _Lines:
    """Kept connections, each with one request on the way."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[_Line] = []

    async def ask(self, what: bytes) -> None:
        """Ask; once more where a kept line turns out to have been ended, as who asks twice may."""
        line = await self._line()
        try:
            head = await _head(line, what)
        except (ConnectionError, asyncio.IncompleteReadError):
            line[1].close()
            line = await asyncio.open_connection(HOST, self._port)
            head = await _head(line, what)
        if not head.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 201 ")):
            raise WrongAnswer((head + await line[0].read(500)).decode(errors="replace"))
        length = head.lower().split(b"\r\ncontent-length: ", 1)[1].split(b"\r", 1)[0]
        await line[0].readexactly(int(length))
        self._free.append(line)

    async def _line(self) -> _Line:
        """One that is free, unless the server has ended it for doing nothing; or a new one."""
        while self._free:
            if not (line := self._free.pop())[0].at_eof():
                return line
            line[1].close()
        return await asyncio.open_connection(HOST, self._port)

    def close(self) -> None:
        for _, writer in self._free:
            writer.close()
