"""What is pending in rooms, on its way to those who hear them: one write for each reader.

Who hears several channels, as everybody does in a room with languages, is written what is pending
on all of them at once. The way through the system to a socket takes ten times as long as all else
that a reader costs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from time import monotonic

from realtime.frames import Form, Frame
from realtime.room import Reader, Room, Send

PATIENCE = 20e-3
"""Seconds that may be spent on `Straight.send` of the same: twice what a thousand readers take."""

_FORMS: Sequence[Form] = ("plain", "deflated")
_Taken = Sequence[tuple[Room, Frame]]


def flush(rooms: Sequence[Room], now: float) -> int:
    """Write what is pending in different rooms, each as one frame; gives how many are delivered."""
    # All are taken first: a socket that is full says so once, and has what was taken of each.
    taken = [(room, frame) for room in rooms if (frame := room.take()) is not None]
    for form in _FORMS:
        for some, sends in _alike(taken, form):
            data = b"".join(getattr(frame, form) for _, frame in some)
            _send([room for room, _ in some], data, sends, now)
    for room, frame in taken:
        room.offer(frame, now)
    return sum(len(room.readers) for room, _ in taken)


def _alike(taken: _Taken, form: Form) -> Iterator[tuple[_Taken, Mapping[Reader, Send]]]:
    """Those who are written the same, with what that is."""
    heard = [one for one in taken if one[0].straight[form]]
    if len(heard) == 1:
        yield heard, heard[0][0].straight[form]
        return
    rooms: dict[Reader, int] = {}
    for bit, (room, _) in enumerate(heard):
        for reader in room.straight[form]:
            rooms[reader] = rooms.get(reader, 0) | 1 << bit
    groups: defaultdict[int, dict[Reader, Send]] = defaultdict(dict)
    for bit, (room, _) in enumerate(heard):
        for reader, send in room.straight[form].items():
            if rooms[reader] >> bit == 1:  # the last of the rooms that it hears
                groups[rooms[reader]][reader] = send
    for which, sends in groups.items():
        yield [one for bit, one in enumerate(heard) if which >> bit & 1], sends


def _send(rooms: Sequence[Room], data: bytes, sends: Mapping[Reader, Send], now: float) -> None:
    # The one loop of the product that runs a thousand times for one publication: it makes
    # nothing on the way (a pair each would also have the collector look around every time).
    size, until = len(data), monotonic() + PATIENCE
    for reader, send in zip(tuple(sends), tuple(sends.values()), strict=True):
        try:
            taken = send(data) if monotonic() < until else 0
        except OSError:  # the socket is full, or was closed, and its end is not told yet
            taken = 0
        if taken != size:
            _write_rest(rooms, reader, data[taken:], now)


def _write_rest(rooms: Sequence[Room], reader: Reader, rest: bytes, now: float) -> None:
    sinks = (sink for room in rooms if (sink := room.readers.get(reader)))
    straight = next((sink.straight for sink in sinks if sink.straight), None)
    if straight is None:
        return
    try:
        straight.write(rest)
    except RuntimeError:  # the transport was closed, and its end is not told yet
        for room in rooms:
            room.stall(reader, now)
