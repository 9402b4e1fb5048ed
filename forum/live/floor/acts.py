"""What is done to a speakers' list. Each act carries what its doer saw, so two chairs do it once.

Whoever applies acts at the same time applies one after the other, each to what the last one left:
the row of the list is locked. An act whose doer saw something else is refused and changes nothing.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forum.live.floor.rules import FloorChanged, SlotState
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList


class Act(Protocol):
    """Something that is done to a list at an instant of the server's clock."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list as the act leaves it.

        Raises:
            NotFound: the list has no such request.
            FloorChanged: it is not as the doer saw it.
        """
        ...


@dataclass(frozen=True, slots=True)
class SlotAct:
    """Something done to one request.

    Attributes:
        slot: id of the request.
        expected: its state as the doer saw it.
        at: when it is done.
    """

    slot: int
    expected: SlotState
    at: datetime

    def found(self, floor: SpeakersList, states: Set[SlotState]) -> Slot:
        """The request, if it is still as the doer saw it and in one of the states that fit.

        Raises:
            NotFound: the list has no such request.
            FloorChanged: it is in another state.
        """
        slot = floor.slot(self.slot)
        if slot.state is not self.expected or slot.state not in states:
            raise FloorChanged
        return slot
