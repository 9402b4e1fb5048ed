"""Acts on a request by their names, as forms and programs say them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forum.live.floor.acts import Act
from forum.live.floor.asking import Admit, Withdraw
from forum.live.floor.chairing import Call, Move, Pause, PutBack, Resume, Start, Stop
from forum.live.floor.points import AppealRuling, Rule, SettleAppeal
from forum.live.floor.rules import Ruling, SlotState
from forum.live.sessions.rules import Deed


class Command(StrEnum):
    """What can be done to a request."""

    WITHDRAW = "withdraw"
    ADMIT = "admit"
    CALL = "call"
    PUT_BACK = "put_back"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    MOVE = "move"
    UPHOLD = "uphold"
    """Rule that a point of order is well taken."""
    DISMISS = "dismiss"
    """Rule that it is not."""
    APPEAL = "appeal"
    """Against a ruling."""
    RULING_STANDS = "ruling_stands"
    """What the meeting decided about an appeal."""
    OVERRULE = "overrule"
    """The same."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An act on a request, as somebody asks for it.

    Attributes:
        slot: id of the request.
        expected: its state as they saw it.
        at: the present instant.
        after: for `MOVE`: after which waiting request; `None`: before all.
    """

    slot: int
    expected: SlotState
    at: datetime
    after: int | None = None


def act_of(command: Command, given: Ordered) -> Act:
    """The act that a command asks for."""
    return _ACTS[command](given)


def _to_one(kind: Callable[[int, SlotState, datetime], Act]) -> Callable[[Ordered], Act]:
    return lambda given: kind(given.slot, given.expected, given.at)


def _ruling(ruling: Ruling) -> Callable[[Ordered], Act]:
    return lambda given: Rule(given.slot, given.expected, given.at, ruling)


_ACTS: Mapping[Command, Callable[[Ordered], Act]] = {
    Command.WITHDRAW: _to_one(Withdraw),
    Command.ADMIT: _to_one(Admit),
    Command.CALL: _to_one(Call),
    Command.PUT_BACK: _to_one(PutBack),
    Command.START: _to_one(Start),
    Command.PAUSE: _to_one(Pause),
    Command.RESUME: _to_one(Resume),
    Command.STOP: _to_one(Stop),
    Command.MOVE: lambda given: Move(given.slot, given.expected, given.at, given.after),
    Command.UPHOLD: _ruling(Ruling.UPHELD),
    Command.DISMISS: _ruling(Ruling.DISMISSED),
    Command.APPEAL: lambda given: AppealRuling(given.slot),
    Command.RULING_STANDS: lambda given: SettleAppeal(given.slot, is_overruled=False),
    Command.OVERRULE: lambda given: SettleAppeal(given.slot, is_overruled=True),
}
_RULES = frozenset({Command.UPHOLD, Command.DISMISS, Command.RULING_STANDS, Command.OVERRULE})


def deed_of(command: Command) -> Deed:
    """What somebody must be allowed who orders it; a request of one's own is withdrawn freely."""
    if command is Command.APPEAL:
        return Deed.RAISE_POINT
    return Deed.RULE if command in _RULES else Deed.LEAD_FLOOR


MEETING_ONLY = frozenset({Command.CALL, Command.START, Command.RESUME})
"""What only happens while the meeting goes on; clocks can be stopped at any time."""
