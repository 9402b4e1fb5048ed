"""Procedural motions and the order in which they are put.

Sources: A/520/Rev.20, rules 74 (adjournment of debate: two speak for it and two against), 75 (its
closure: two speak against), 76 (suspension and adjournment of the meeting: no debate) and 77 (their
order of precedence); in committees rules 116 to 119.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_


class MotionKind(StrEnum):
    """What a motion asks for; the first kind goes before all others (rule 77)."""

    SUSPEND_MEETING = "suspend_meeting"
    ADJOURN_MEETING = "adjourn_meeting"
    ADJOURN_DEBATE = "adjourn_debate"
    """On the agenda item, which is then not decided."""
    CLOSE_DEBATE = "close_debate"
    """On the agenda item, which is then put to the vote."""


@dataclass(frozen=True, slots=True)
class MotionRule:
    """How a motion is debated before it is put to the vote at once.

    Attributes:
        speakers_for: how many may speak for it, beside who moves it.
        speakers_against: how many may speak against it.
    """

    speakers_for: int = 0
    speakers_against: int = 0


UNGA_MOTIONS: Mapping[MotionKind, MotionRule] = {
    MotionKind.SUSPEND_MEETING: MotionRule(),
    MotionKind.ADJOURN_MEETING: MotionRule(),
    MotionKind.ADJOURN_DEBATE: MotionRule(speakers_for=2, speakers_against=2),
    MotionKind.CLOSE_DEBATE: MotionRule(speakers_against=2),
}

MOTION_NAMES: Mapping[MotionKind, str] = {
    MotionKind.SUSPEND_MEETING: N_("Suspend the meeting"),
    MotionKind.ADJOURN_MEETING: N_("Adjourn the meeting"),
    MotionKind.ADJOURN_DEBATE: N_("Adjourn the debate on this item"),
    MotionKind.CLOSE_DEBATE: N_("Close the debate on this item"),
}


def by_precedence(moved: Collection[MotionKind]) -> tuple[MotionKind, ...]:
    """The motions before a meeting in the order in which they are put."""
    return tuple(kind for kind in MotionKind if kind in moved)
