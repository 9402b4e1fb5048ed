"""What the floor knows: kinds and states of requests, refusals, and clocks.

Sources: A/520/Rev.20, rules 68 (speakers in the order in which they ask), 71 (points of order), 72
(time limits) and 73 (closing of the list, right of reply); in committees 109 and 113 to 115.
"""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from forum.core.errors import N_, Fault, ForumError, InvalidInput
from i18n.segment import words


class SlotKind(StrEnum):
    """For what somebody asks for the floor."""

    STATEMENT = "statement"
    """In the prepared part, asked for before or while the list is open."""
    INTERVENTION = "intervention"
    """In the free part."""
    REPLY = "right_of_reply"
    """After all others, also when the list is closed."""
    POINT = "point_of_order"
    """At once, whoever speaks."""


class SlotState(StrEnum):
    """How it is with a request. That somebody speaks over their time follows from the clock."""

    REQUESTED = "requested"
    """Waits for the chair's consent."""
    LISTED = "listed"
    CALLED = "called"
    """Has the floor and has not begun."""
    SPEAKING = "speaking"
    PAUSED = "paused"
    """Has begun, and the clock stands."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


ON_BEHALF = N_("%(speaker)s, on behalf of %(group)s")
"""Who speaks, where their delegation speaks on behalf of a group of delegations."""
WAITING = frozenset({SlotState.REQUESTED, SlotState.LISTED})
ON_FLOOR = frozenset({SlotState.CALLED, SlotState.SPEAKING, SlotState.PAUSED})
"""Of one speaker at a time, and of a point of order beside."""
ENDED = frozenset({SlotState.DONE, SlotState.WITHDRAWN})


class ListState(StrEnum):
    """Whether new names are taken."""

    OPEN = "open"
    CLOSED = "closed"


class Ruling(StrEnum):
    """What the chair says to a point of order, or to its appeal the meeting."""

    UPHELD = "upheld"
    """The point is well taken."""
    DISMISSED = "dismissed"


class Appeal(StrEnum):
    """What became of a ruling that somebody appealed against."""

    PENDING = "pending"
    STANDS = "stands"
    OVERRULED = "overruled"


class Level(IntEnum):
    """Level of representation; a lower number is called first."""

    HEAD_OF_STATE = 1
    HEAD_OF_GOVERNMENT = 2
    MINISTER = 3
    VICE_MINISTER = 4
    HEAD_OF_DELEGATION = 5
    DELEGATE = 6
    OBSERVER = 7
    STAKEHOLDER = 8


class FloorChanged(ForumError):
    """Somebody else changed the list first; it is as they left it."""

    code, status = "floor_changed", 409
    text = N_("Somebody changed the list before you. Nothing was changed: please look again.")


class ListClosed(ForumError):
    """No new names are taken now, but for rights of reply and points of order."""

    code, status, text = "list_closed", 409, N_("The list of speakers is closed now.")


class ItemNotOpen(ForumError):
    """The debate is on another item of the agenda, or this one is done."""

    code, status = "item_not_open", 409
    text = N_("The meeting does not deal with this item of the agenda now.")


class FloorTaken(ForumError):
    """Somebody has the floor."""

    code, status, text = (
        "floor_taken",
        409,
        N_("Somebody has the floor. Please let them end first."),
    )


class SlotsUsed(ForumError):
    """The delegation has as many requests as it can have at once."""

    code, status = "slots_used", 409
    text = N_("Your delegation is on the list already. At most {most} at once.")


class NoReplyLeft(ForumError):
    """The delegation has used its rights of reply on this item, or the profile gives none."""

    code, status = "no_reply_left", 409
    text = N_("Your delegation has no right of reply left on this item.")


class NotAppealable(ForumError):
    """Only the last ruling can be appealed against, before the debate goes on."""

    code, status = "not_appealable", 409
    text = N_("The debate has gone on since this ruling, or there was an appeal already.")


def seconds_to_read(text: str, words_per_minute: int) -> int:
    """How long it takes to read a text out, rounded up; words of every script as ICU cuts them."""
    return seconds_for(len(words(text)), words_per_minute)


def seconds_for(count: int, words_per_minute: int) -> int:
    """How long it takes to read so many words out, rounded up."""
    return -(-count * 60 // words_per_minute)


def check_times(opens_at: datetime, closes_at: datetime | None) -> None:
    """Let a list be opened until a stated time.

    Raises:
        InvalidInput: that is not after it opens.
    """
    if closes_at is not None and closes_at <= opens_at:
        raise InvalidInput([Fault("closes_at", N_("The list would close before it opens."))])


def between(start: datetime, end: datetime) -> timedelta:
    """The time that passed; none where clocks of two servers disagree."""
    return max(end - start, timedelta())
