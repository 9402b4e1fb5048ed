"""What decisions announce, in the numbered log of the place where they are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import DecisionId, ElectorId, MemberId, RemarkId


@dataclass(frozen=True, slots=True)
class DecisionEvent(Event):
    """Something that happened to a decision.

    Attributes:
        place: name of the channel of where it is taken.
        id: of the decision.
        at: when, milliseconds since 1970 by the server's clock.
        by: who did it; `None`: nobody in particular.
        on_behalf: for whom, `{"delegation", "capacity"}`; on the wire it is called `for`.
    """

    place: str
    id: DecisionId
    at: int
    by: MemberId | None
    on_behalf: Mapping[str, object] | None

    def channels(self) -> Sequence[str]:
        """That of the place."""
        return (self.place,)

    def payload(self) -> dict[str, object]:
        """What goes on the wire beside the event's name."""
        body = {name: value for name, value in asdict(self).items() if name != "place"}
        return {"for" if name == "on_behalf" else name: value for name, value in body.items()}


@dataclass(frozen=True, slots=True)
class DecisionProposed(DecisionEvent):
    """A decision is prepared; nothing is taken yet."""

    name: ClassVar[str] = "decision.proposed"
    method: str


@dataclass(frozen=True, slots=True)
class DecisionOpened(DecisionEvent):
    """Ballots or objections are taken from now on."""

    name: ClassVar[str] = "decision.opened"
    method: str
    version: int
    deadline: int | None
    """Of silence, milliseconds since 1970."""
    roll: Sequence[ElectorId]
    """In the order of a roll-call."""


@dataclass(frozen=True, slots=True)
class DecisionVoted(DecisionEvent):
    """A vote of a roll-call, which is recorded by name."""

    name: ClassVar[str] = "decision.voted"
    elector: ElectorId
    choice: str


@dataclass(frozen=True, slots=True)
class DecisionObjected(DecisionEvent):
    """Somebody objects."""

    name: ClassVar[str] = "decision.objected"
    elector: ElectorId
    remark: RemarkId


@dataclass(frozen=True, slots=True)
class DecisionReserved(DecisionEvent):
    """Somebody records a reservation."""

    name: ClassVar[str] = "decision.reserved"
    elector: ElectorId
    remark: RemarkId


@dataclass(frozen=True, slots=True)
class DecisionExplained(DecisionEvent):
    """Somebody explains their vote."""

    name: ClassVar[str] = "decision.explained"
    elector: ElectorId
    remark: RemarkId


@dataclass(frozen=True, slots=True)
class DecisionAmended(DecisionEvent):
    """The text is another, and the silence begins again."""

    name: ClassVar[str] = "decision.amended"
    version: int
    deadline: int
    """Milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class DecisionClosed(DecisionEvent):
    """Nothing is taken any more; what was counted."""

    name: ClassVar[str] = "decision.closed"
    sums: Mapping[str, Sequence[int]]
    """Votes, weight and population for each option."""
    outcome: str
    """"": nothing is decided."""
    chosen: str


@dataclass(frozen=True, slots=True)
class DecisionDecided(DecisionEvent):
    """It is decided for good."""

    name: ClassVar[str] = "decision.decided"
    outcome: str
    chosen: str
    version: int
    digest: str
    """SHA-256 of the text that was decided on."""


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn(DecisionEvent):
    """It was taken back."""

    name: ClassVar[str] = "decision.withdrawn"


@dataclass(frozen=True, slots=True)
class BallotCast(Event):
    """A ballot was cast: on no channel; whoever pushes sums in this process hears of it."""

    name: ClassVar[str] = "ballot.cast"
    place: str
    id: DecisionId

    def channels(self) -> Sequence[str]:
        """None."""
        return ()
