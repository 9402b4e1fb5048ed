"""What pages call things at the floor."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from forum.core.errors import N_
from forum.live.floor.commands import Command
from forum.live.floor.rules import SlotKind, SlotState
from forum.live.floor.schemas import LevelWord
from i18n.catalogs import gettext

KINDS: Mapping[SlotKind, str] = {
    SlotKind.STATEMENT: N_("Statement"),
    SlotKind.INTERVENTION: N_("Intervention"),
    SlotKind.REPLY: N_("Right of reply"),
    SlotKind.POINT: N_("Point of order"),
}
ASKING: Mapping[SlotKind, str] = {
    SlotKind.STATEMENT: N_("Ask to make a statement"),
    SlotKind.INTERVENTION: N_("Ask for the floor"),
    SlotKind.REPLY: N_("Ask for a right of reply"),
    SlotKind.POINT: N_("Raise a point of order"),
}
"""What the buttons say by which the floor is asked for."""
STATES: Mapping[SlotState, str] = {
    SlotState.REQUESTED: N_("Waits for the chair’s consent"),
    SlotState.LISTED: N_("On the list"),
    SlotState.CALLED: N_("Called"),
    SlotState.SPEAKING: N_("Speaking"),
    SlotState.PAUSED: N_("Interrupted"),
    SlotState.DONE: N_("Has spoken"),
    SlotState.WITHDRAWN: N_("Withdrawn"),
}
LEVELS: Mapping[LevelWord, str] = {
    "head_of_state": N_("Head of state"),
    "head_of_government": N_("Head of government"),
    "minister": N_("Minister"),
    "vice_minister": N_("Vice-minister"),
    "head_of_delegation": N_("Head of delegation"),
    "delegate": N_("Delegate"),
    "observer": N_("Observer"),
    "stakeholder": N_("Stakeholder"),
}
COMMANDS: Mapping[Command, tuple[str, str]] = {
    Command.WITHDRAW: (N_("Take off"), N_("Take off {name}")),
    Command.ADMIT: (N_("Admit"), N_("Admit {name}")),
    Command.CALL: (N_("Call"), N_("Call {name}")),
    Command.PUT_BACK: (N_("Put back"), N_("Put back {name}")),
    Command.START: (N_("Start the clock"), N_("Start the clock of {name}")),
    Command.PAUSE: (N_("Pause"), N_("Pause {name}")),
    Command.RESUME: (N_("Go on"), N_("Go on with {name}")),
    Command.STOP: (N_("End"), N_("End what {name} says")),
    Command.UPHOLD: (N_("Uphold"), N_("Uphold the point of order of {name}")),
    Command.DISMISS: (N_("Dismiss"), N_("Dismiss the point of order of {name}")),
    Command.RULING_STANDS: (N_("The ruling stands"), ""),
    Command.OVERRULE: (N_("The ruling is overruled"), ""),
}
"""What the buttons of the chair say, and what they are called where there are several of them."""
OWN: Mapping[SlotState, str] = {
    SlotState.REQUESTED: N_("Your request waits for the chair’s consent."),
    SlotState.CALLED: N_("You have the floor. Please begin."),
    SlotState.SPEAKING: N_("You are speaking."),
    SlotState.PAUSED: N_("You were interrupted, and go on afterwards."),
}
"""What somebody is told of their own request."""


Word = TypeVar("Word", bound=str)


def named(words: Mapping[Word, str], locale: str) -> Mapping[str, str]:
    """Words in the reader's language."""
    return {str(key): gettext(text, locale) for key, text in words.items()}


def choices(words: Mapping[Word, str], locale: str) -> Sequence[tuple[str, str]]:
    """The same for a field of a form."""
    return list(named(words, locale).items())


def clock(left: timedelta) -> str:
    """What is left as minutes and seconds, seconds begun counted whole; below zero with a minus."""
    seconds = -(-left // timedelta(seconds=1))
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"
