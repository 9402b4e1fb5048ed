"""Asking for the floor, and taking it back."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from forum.live.floor.acts import SlotAct
from forum.live.floor.rules import (
    ON_FLOOR,
    WAITING,
    FloorChanged,
    ListClosed,
    NoReplyLeft,
    SlotKind,
    SlotState,
    SlotsUsed,
)
from forum.live.floor.slots import Slot, Speaker
from forum.live.floor.speakers import SpeakersList
from forum.live.parts import Part
from forum.live.profiles import FloorRules
from forum.live.sessions.rules import NotYourPart


def needs_consent(rules: FloorRules, parts: Set[Part]) -> bool:
    """Whether requests of somebody with these parts wait for the chair's consent.

    Raises:
        NotYourPart: the profile does not let them ask.
    """
    asking = parts & rules.askers
    if not asking:
        raise NotYourPart
    return asking <= rules.with_consent


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for the floor; for a point of order see `Raise`.

    Attributes:
        slot: id of the new request.
        speaker: who asks.
        kind: a statement, an intervention or a right of reply.
        at: when.
        needs_consent: whether the chair admits it first.
    """

    slot: int
    speaker: Speaker
    kind: SlotKind
    at: datetime
    needs_consent: bool = False

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the request in its place.

        Raises:
            ListClosed: no names are taken at that time.
            SlotsUsed: the delegation, or the group on whose behalf it asks, is on the list already.
            NoReplyLeft: it has used its rights of reply.
            FloorChanged: the request is on the list already.
        """
        if floor.count(lambda one: one.id == self.slot):
            raise FloorChanged
        seconds = self._seconds(floor)
        state = SlotState.REQUESTED if self.needs_consent else SlotState.LISTED
        limit = timedelta(seconds=seconds)
        return floor.with_new(Slot(self.slot, self.speaker, self.kind, limit, self.at, state))

    def _seconds(self, floor: SpeakersList) -> int:
        if self.kind is SlotKind.REPLY:
            return self._reply_seconds(floor)
        if not floor.is_open(self.at):
            raise ListClosed
        if floor.count(self._uses_up) >= floor.rules.per_delegation:
            raise SlotsUsed(most=floor.rules.per_delegation)
        is_prepared = self.kind is SlotKind.STATEMENT
        return floor.rules.prepared_seconds if is_prepared else floor.rules.free_seconds

    def _reply_seconds(self, floor: SpeakersList) -> int:
        """How long their next reply may be: of the limits, the first that is not used."""
        used = [one for one in floor.slots if self._is_theirs(one) and one.state not in _GONE]
        if len(used) >= len(floor.rules.reply_seconds):
            raise NoReplyLeft
        left = Counter(floor.rules.reply_seconds)
        left.subtract(int(one.limit.total_seconds()) for one in used)
        return next(one for one in floor.rules.reply_seconds if left[one] > 0)

    def _uses_up(self, slot: Slot) -> bool:
        is_counted = (
            slot.state not in _GONE if self.kind is SlotKind.STATEMENT else not slot.has_ended
        )
        return self._is_theirs(slot) and is_counted

    def _is_theirs(self, slot: Slot) -> bool:
        return slot.kind is self.kind and slot.speaker.voice == self.speaker.voice


_GONE = frozenset({SlotState.WITHDRAWN})


class Withdraw(SlotAct):
    """Take a request back, before speaking; a point of order at any time before the ruling."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list without the request among those to be called."""
        is_point = floor.slot(self.slot).kind is SlotKind.POINT
        fits = ON_FLOOR if is_point else WAITING | {SlotState.CALLED}
        return floor.changed(self.found(floor, fits).ended(self.at, SlotState.WITHDRAWN))


class Admit(SlotAct):
    """Give the chair's consent to a request, which then waits in its place."""

    def on(self, floor: SpeakersList) -> SpeakersList:
        """The list with the request on it."""
        slot = self.found(floor, frozenset({SlotState.REQUESTED}))
        return floor.changed(replace(slot, state=SlotState.LISTED))
