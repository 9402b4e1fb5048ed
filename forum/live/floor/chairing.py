"""Leading the debate: who is called, the clock, the order, and whether names are taken."""

from dataclasses import dataclass, replace
from datetime import datetime

from forum.live.floor.acts import SlotAct
from forum.live.floor.rules import (
    WAITING,
    FloorChanged,
    FloorTaken,
    ListState,
    SlotKind,
    SlotState,
)
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList
from forum.live.sessions.rules import PointPending

_LISTED = frozenset({SlotState.LISTED})
_CALLED = frozenset({SlotState.CALLED})
_SPEAKING = frozenset({SlotState.SPEAKING})
_PAUSED = frozenset({SlotState.PAUSED})


class Call(SlotAct):
    """Give somebody the floor: usually the next one, and always a named one.

    So two chairs who both call the next speaker do not leave out the one after.
    """

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with somebody on the floor.

        Raises:
            FloorTaken: somebody else has it.
            PointPending: a point of order comes first.
        """
        slot = self.found(floor, _LISTED)
        if floor.speaker is not None:
            raise FloorTaken
        return floor.going_on().changed(slot.called(self.at))


class PutBack(SlotAct):
    """Take the floor from somebody who has not begun, and is absent perhaps: they wait again."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with them in the place that they had."""
        slot = self.found(floor, _CALLED)
        if slot.kind is SlotKind.POINT:
            raise PointPending
        return floor.changed(replace(slot, state=SlotState.LISTED, called_at=None))


class Start(SlotAct):
    """Start the clock of whoever was called."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with somebody speaking.

        Raises:
            PointPending: a point of order comes first.
        """
        return _running(floor, self.found(floor, _CALLED), self.at)


class Resume(SlotAct):
    """Let somebody go on who was interrupted."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with somebody speaking.

        Raises:
            PointPending: a point of order comes first.
        """
        return _running(floor, self.found(floor, _PAUSED), self.at)


class Pause(SlotAct):
    """Stop the clock of somebody who will go on."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the clock standing."""
        return floor.changed(self.found(floor, _SPEAKING).halted(self.at, SlotState.PAUSED))


class Stop(SlotAct):
    """End what somebody says. A point of order ends by the ruling on it."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the floor free.

        Raises:
            PointPending: it is a point of order.
        """
        slot = self.found(floor, _SPEAKING | _PAUSED)
        if slot.kind is SlotKind.POINT:
            raise PointPending
        return floor.changed(slot.ended(self.at))


@dataclass(frozen=True, slots=True)
class Move(SlotAct):
    """Put a request elsewhere among those that wait.

    Attributes:
        after: id of the waiting request that it comes after; `None`: before all.
    """

    after: int | None = None

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list in another order.

        Raises:
            FloorChanged: what it comes after waits no longer.
        """
        slot = self.found(floor, WAITING)
        others = tuple(one for one in floor.slots if one.id != slot.id)
        at = self._place(others)
        return replace(floor, slots=(*others[:at], slot, *others[at:]))

    def _place(self, others: tuple[Slot, ...]) -> int:
        if self.after is None:
            return next((at for at, one in enumerate(others) if one.is_waiting), len(others))
        for at, one in enumerate(others, start=1):
            if one.id == self.after and one.is_waiting:
                return at
        raise FloorChanged


@dataclass(frozen=True, slots=True)
class OpenList:
    """Take names from now on, or from a stated time, until it is closed or a stated time.

    Attributes:
        expected: the list's state as the doer saw it.
        opens_at: from when.
        closes_at: until when; `None`: until it is closed.
    """

    expected: ListState
    opens_at: datetime
    closes_at: datetime | None = None

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list open; opening an open one sets its times."""
        _check_list(floor, self.expected)
        return replace(
            floor, state=ListState.OPEN, opens_at=self.opens_at, closes_at=self.closes_at
        )


@dataclass(frozen=True, slots=True)
class CloseList:
    """Take no more names; those on the list are still called.

    Attributes:
        expected: the list's state as the doer saw it.
        at: when.
    """

    expected: ListState
    at: datetime

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list closed."""
        _check_list(floor, self.expected)
        if floor.state is ListState.CLOSED:
            raise FloorChanged
        return replace(floor, state=ListState.CLOSED, closes_at=self.at)


def _running(floor: SpeakersList, slot: Slot, at: datetime) -> SpeakersList:
    going = floor if slot.is_unruled else floor.going_on()
    return going.changed(slot.running(at))


def _check_list(floor: SpeakersList, expected: ListState) -> None:
    if floor.state is not expected:
        raise FloorChanged
