"""The speakers' list of an agenda item: an immutable value that acts make a new one of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from forum.core.errors import NotFound
from forum.live.floor.order import place_for
from forum.live.floor.rules import Appeal, ListState, SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.profiles import FloorRules
from forum.live.sessions.rules import PointPending


@dataclass(frozen=True, slots=True)
class SpeakersList:
    """Who has spoken, who has the floor, and who is next.

    Attributes:
        rules: of the session's profile.
        slots: each request once; those that wait in the order in which they will be called.
        state: whether names are taken.
        opens_at: from when they are, if that was stated.
        closes_at: until when they are, if that was stated.
        appealable: id of the point of order whose ruling can be appealed against now.
    """

    rules: FloorRules
    slots: tuple[Slot, ...] = ()
    state: ListState = ListState.CLOSED
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    appealable: int | None = None

    def slot(self, slot_id: int) -> Slot:
        """One request.

        Raises:
            NotFound: it is not of this list.
        """
        found = next((one for one in self.slots if one.id == slot_id), None)
        if found is None:
            raise NotFound
        return found

    @property
    def waiting(self) -> tuple[Slot, ...]:
        """Who waits, the next first; requests without the chair's consent included."""
        return tuple(one for one in self.slots if one.is_waiting)

    @property
    def remaining(self) -> int:
        """How many are still to be called."""
        return sum(one.state is SlotState.LISTED for one in self.slots)

    @property
    def next(self) -> Slot | None:
        """Who is to be called next, if anybody is."""
        return next((one for one in self.slots if one.state is SlotState.LISTED), None)

    @property
    def speaker(self) -> Slot | None:
        """Who has the floor for anything but a point of order."""
        return next((one for one in self._on_floor() if one.kind is not SlotKind.POINT), None)

    @property
    def point(self) -> Slot | None:
        """The point of order that is before the meeting, or whose ruling is appealed against."""
        unsettled = (one for one in self.slots if one.is_unruled or one.appeal is Appeal.PENDING)
        return next(unsettled, None)

    def is_open(self, at: datetime) -> bool:
        """Whether names are taken at an instant."""
        is_early = self.opens_at is not None and at < self.opens_at
        is_late = self.closes_at is not None and at >= self.closes_at
        return self.state is ListState.OPEN and not is_early and not is_late

    def predicted(self, now: datetime) -> timedelta:
        """How long it takes until all on the list have spoken, each for their whole time."""
        times = (max(one.left(now), timedelta()) for one in self.slots if not one.has_ended)
        return sum(times, timedelta())

    def changed(self, slot: Slot) -> Self:
        """With this instead of the request of the same id, in its place."""
        return replace(self, slots=tuple(slot if one.id == slot.id else one for one in self.slots))

    def with_new(self, slot: Slot) -> Self:
        """With another request, in the place that is its."""
        at = place_for(slot, self.slots, self.rules.order)
        return replace(self, slots=(*self.slots[:at], slot, *self.slots[at:]))

    def count(self, matches: Callable[[Slot], bool]) -> int:
        """How many requests are so."""
        return sum(map(matches, self.slots))

    def going_on(self) -> Self:
        """With the debate going on, after which the last ruling stands.

        Raises:
            PointPending: a point of order or an appeal comes first.
        """
        if self.point is not None:
            raise PointPending
        return replace(self, appealable=None)

    def _on_floor(self) -> Iterator[Slot]:
        return (one for one in self.slots if one.has_floor)
