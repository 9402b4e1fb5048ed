"""Readers that go while they are written to, that hear several rooms, and threads that compute."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.flushing import PATIENCE, flush
from realtime.frames import Form, Frame
from realtime.log import Entry
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.room import Room, Sink, Straight
from tests.realtime.harness import frames_in


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
    flush([room], now=1.0)
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

    monkeypatch.setattr("realtime.flushing.monotonic", lambda: now)
    room = _crowd(send, write, count=6)
    room.accept("e", [Entry(1, "1")])
    assert flush([room], now=1.0) == 6
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


@given(
    hears=st.lists(st.sets(st.integers(0, 3), min_size=1), max_size=12),
    said=st.lists(st.integers(0, 2), min_size=4, max_size=4),
    takes=st.lists(st.integers(0, 40), min_size=12, max_size=12),
    forms=st.lists(st.sampled_from(["plain", "deflated", "offered"]), min_size=12, max_size=12),
)
def test_whoever_hears_several_channels_is_written_all_of_them_once(
    hears: list[set[int]], said: list[int], takes: list[int], forms: list[Form]
) -> None:
    """Also where a socket takes a part of it: the rest follows, and nothing comes after that."""
    rooms = [Room(f"hall:{number}") for number in range(4)]
    for room in rooms:
        room.start("e", 0)
    people = [_Socket(takes[n], [rooms[one] for one in sorted(of)]) for n, of in enumerate(hears)]
    for person, form in zip(people, forms, strict=False):
        person.come(form)
    for room, count in zip(rooms, said, strict=True):
        room.accept("e", [Entry(n + 1, f'"{room.channel}"') for n in range(count)])
    told = flush(rooms, now=1.0)
    assert told == sum(len(room.readers) for room in rooms if room.head)
    for person in people:
        wanted = {room.channel: room.head for room in person.rooms if room.head}
        assert person.heard() == wanted
        assert person.sends <= 1
        for room in person.rooms:
            assert not person.is_full or room.lagging[person].offset == room.head


class _Socket(Listener):
    """A reader of several rooms whose socket takes so many bytes at once, and then says so."""

    def __init__(self, takes: int, rooms: list[Room]) -> None:
        self.takes, self.rooms = takes, rooms
        self.sends, self.got, self.is_full = 0, b"", False

    def come(self, form: Form) -> None:
        straight = None if form == "offered" else Straight(form, self._send, self._write)
        for room in self.rooms:
            room.enter(self)
            room.settle(self, Sink(self._offer, straight), 0)

    def _send(self, data: bytes) -> int:
        assert not self.is_full
        self.sends += 1
        taken = data[: self.takes] if self.takes % 2 else data
        self.got += taken
        return len(taken)

    def _write(self, rest: bytes) -> None:
        self.got, self.is_full = self.got + rest, True
        for room in self.rooms:
            room.stall(self, 1.0)

    def _offer(self, frame: Frame) -> bool:
        self.got += frame.plain
        return True

    def heard(self) -> dict[str, int]:
        """The newest publication of each channel, all of which came in order."""
        newest: dict[str, int] = {}
        for text in frames_in(self.got):
            for line in text.split("\n"):
                push = json.loads(line)["push"]
                assert push["pub"]["offset"] == newest.get(push["channel"], 0) + 1
                newest[push["channel"]] = push["pub"]["offset"]
        return newest
