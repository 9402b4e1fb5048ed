"""Readers that go while they are written to, and threads that compute meanwhile."""

from collections.abc import Callable

import pytest

from realtime.frames import Frame
from realtime.log import Entry
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.room import PATIENCE, Room, Sink, Straight


class Listener:
    """A reader that only has a name."""

    user = ""

    def unsubscribed(self, channel: str, code: UnsubscribeCode) -> None:
        """Not of interest here."""

    def close(self, code: CloseCode) -> None:
        """Not of interest here."""


def test_one_reader_makes_another_leave_while_both_are_written_to() -> None:
    room = Room("hall:1")
    room.start("e", 0)
    first, second, third = Listener(), Listener(), Listener()
    heard: list[Listener] = []

    def takes_first_along(_frame: Frame) -> bool:
        room.leave(first)
        return False

    def hears(_frame: Frame) -> bool:
        heard.append(third)
        return True

    sinks = {first: lambda _frame: False, second: takes_first_along, third: hears}
    for reader, offer in sinks.items():
        room.enter(reader)
        room.settle(reader, Sink(offer), 0)
    room.accept("e", [Entry(1, "1")])
    room.flush(now=1.0)
    assert heard == [third]
    assert list(room.readers) == [third]
    assert list(room.lagging) == [second]


def test_a_flush_that_other_threads_hold_up_goes_on_without_waiting_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, ways = 0.0, list[str]()

    def send(data: bytes) -> int:
        nonlocal now
        now += 0.4 * PATIENCE
        ways.append("straight")
        return len(data)

    def write(_data: bytes) -> None:
        ways.append("by way of the wire")

    monkeypatch.setattr("realtime.room.monotonic", lambda: now)
    room = _crowd(send, write, count=6)
    room.accept("e", [Entry(1, "1")])
    assert room.flush(now=1.0) == 6
    assert ways == ["straight"] * 3 + ["by way of the wire"] * 3
    assert len(room.readers) == 6


def _crowd(send: Callable[[bytes], int], write: Callable[[bytes], object], *, count: int) -> Room:
    room = Room("hall:1")
    room.start("e", 0)
    for _ in range(count):
        reader = Listener()
        room.enter(reader)
        room.settle(reader, Sink(lambda _frame: False, Straight("plain", send, write)), 0)
    return room
