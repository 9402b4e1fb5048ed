"""Points of order, rulings and appeals (A/520/Rev.20, rules 71 and 113).

A point interrupts whoever speaks, and is ruled on at once. An appeal against the ruling is put to
the vote at once and without debate; the ruling stands unless a majority of those present and voting
overrules it. Nobody is called meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from forum.live.floor.acts import SlotAct
from forum.live.floor.rules import (
    ON_FLOOR,
    Appeal,
    FloorChanged,
    NotAppealable,
    Ruling,
    SlotKind,
    SlotState,
)
from forum.live.floor.slots import Slot, Speaker
from forum.live.floor.speakers import SpeakersList


@dataclass(frozen=True, slots=True)
class Raise:
    """Raise a point of order, also when the list is closed.

    Attributes:
        slot: id of the new request.
        speaker: who raises it.
        at: when.
    """

    slot: int
    speaker: Speaker
    at: datetime

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the point on the floor, whoever spoke interrupted, no ruling appealable.

        Raises:
            PointPending: another point, or an appeal, is before the meeting.
            FloorChanged: it is on the list already.
        """
        if floor.count(lambda one: one.id == self.slot):
            raise FloorChanged
        going = floor.going_on()
        limit = timedelta(seconds=floor.rules.point_seconds)
        slot = Slot(
            self.slot, self.speaker, SlotKind.POINT, limit, self.at, SlotState.CALLED, self.at
        )
        return _interrupted(going, self.at).with_new(slot)


@dataclass(frozen=True, slots=True)
class Rule(SlotAct):
    """Rule on a point of order, whether or not its explanation was heard to the end.

    Attributes:
        ruling: what the chair says to it.
    """

    ruling: Ruling

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the point done, and its ruling open to appeal until the debate goes on."""
        slot = self.found(floor, ON_FLOOR)
        if slot.kind is not SlotKind.POINT:
            raise FloorChanged
        ruled = replace(slot.ended(self.at), ruling=self.ruling)
        return replace(floor.changed(ruled), appealable=slot.id)


@dataclass(frozen=True, slots=True)
class AppealRuling:
    """Appeal against the last ruling, which is put to the vote at once.

    Attributes:
        slot: id of the point of order that was ruled on.
    """

    slot: int

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the appeal before the meeting.

        Raises:
            NotAppealable: the debate has gone on, or there was an appeal.
        """
        slot = floor.slot(self.slot)
        if slot.id != floor.appealable:
            raise NotAppealable
        pending = replace(slot, appeal=Appeal.PENDING)
        return replace(floor.changed(pending), appealable=None)


@dataclass(frozen=True, slots=True)
class SettleAppeal:
    """Record what the meeting decided about an appeal.

    Attributes:
        slot: id of the point of order.
        is_overruled: whether a majority of those present and voting was against the ruling.
    """

    slot: int
    is_overruled: bool

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the debate free to go on."""
        slot = floor.slot(self.slot)
        if slot.appeal is not Appeal.PENDING:
            raise FloorChanged
        settled = Appeal.OVERRULED if self.is_overruled else Appeal.STANDS
        return floor.changed(replace(slot, appeal=settled))


def _interrupted(floor: SpeakersList, at: datetime) -> SpeakersList:
    speaker = floor.speaker
    if speaker is None or speaker.state is not SlotState.SPEAKING:
        return floor
    return floor.changed(speaker.halted(at, SlotState.PAUSED))
