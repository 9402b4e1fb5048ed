"""A request for the floor, from asking to the end; its clock comes from server times."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from forum.core.ids import DelegationId, MemberId
from forum.live.floor.rules import (
    ENDED,
    ON_FLOOR,
    WAITING,
    Appeal,
    Level,
    Ruling,
    SlotKind,
    SlotState,
    between,
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who asks.

    Attributes:
        member: id of the person.
        delegation: id of that in whose name; `None`: for themselves.
        region: of the delegation, as regions take turns; "": of none.
        level: of representation.
        group: id of the group of delegations on whose behalf theirs speaks; `None`: of none.
    """

    member: MemberId
    delegation: DelegationId | None = None
    region: str = ""
    level: Level = Level.DELEGATE
    group: DelegationId | None = None

    @property
    def voice(self) -> tuple[str, int]:
        """Whose statement it is: a group has its own beside those of its delegations."""
        if self.group is not None:
            return "group", self.group
        return ("member", self.member) if self.delegation is None else ("for", self.delegation)

    def is_of(self, other: "Speaker") -> bool:
        """Whether both count as one: of one delegation, or one person of none."""
        if self.delegation is None and other.delegation is None:
            return self.member == other.member
        return self.delegation == other.delegation


@dataclass(frozen=True, slots=True)
class Slot:
    """One request.

    Attributes:
        id: of the request.
        speaker: who asks.
        kind: for what.
        limit: how long they may speak.
        requested_at: when they asked.
        state: see `SlotState`.
        called_at: when they were given the floor last.
        running_since: when the clock was started last; `None`: it stands.
        spent: what the clock had shown before that.
        ended_at: when they stopped or withdrew.
        ruling: of a point of order.
        appeal: against that ruling.
    """

    id: int
    speaker: Speaker
    kind: SlotKind
    limit: timedelta
    requested_at: datetime
    state: SlotState = SlotState.LISTED
    called_at: datetime | None = None
    running_since: datetime | None = None
    spent: timedelta = timedelta()
    ended_at: datetime | None = None
    ruling: Ruling | None = None
    appeal: Appeal | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it waits to be called."""
        return self.state in WAITING

    @property
    def has_floor(self) -> bool:
        """Whether it was called and has not ended."""
        return self.state in ON_FLOOR

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ENDED

    @property
    def is_unruled(self) -> bool:
        """Whether it is a point of order that the chair has not ruled on."""
        return self.kind is SlotKind.POINT and self.ruling is None and not self.has_ended

    @property
    def decision(self) -> Ruling | None:
        """What holds on a point of order: the ruling, or its opposite if it was overruled."""
        if self.ruling is None or self.appeal is not Appeal.OVERRULED:
            return self.ruling
        return Ruling.DISMISSED if self.ruling is Ruling.UPHELD else Ruling.UPHELD

    def used(self, now: datetime) -> timedelta:
        """How long they have spoken, pauses left out."""
        if self.running_since is None:
            return self.spent
        return self.spent + between(self.running_since, now)

    def left(self, now: datetime) -> timedelta:
        """How much of their time is left; below zero where they speak over it."""
        return self.limit - self.used(now)

    def is_over_time(self, now: datetime) -> bool:
        """Whether they speak on after their time."""
        return self.has_floor and self.left(now) < timedelta()

    def called(self, at: datetime) -> Self:
        """With the floor, before they begin."""
        return replace(self, state=SlotState.CALLED, called_at=at)

    def running(self, at: datetime) -> Self:
        """With the clock running from then on."""
        return replace(self, state=SlotState.SPEAKING, running_since=at)

    def halted(self, at: datetime, state: SlotState) -> Self:
        """With the clock standing."""
        return replace(self, state=state, spent=self.used(at), running_since=None)

    def ended(self, at: datetime, state: SlotState = SlotState.DONE) -> Self:
        """With nothing more to come."""
        return replace(self.halted(at, state), ended_at=at)
