"""Readers that go while they are written to."""

from realtime.frames import Frame
from realtime.log import Entry
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.room import Room, Sink


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
