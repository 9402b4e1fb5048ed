"""What people can say in a session by one press."""

from collections.abc import Mapping
from enum import StrEnum

from forum.core.errors import N_

SECONDS = 1.0
"""Least time between two pushes of the sums of a session, from all processes together."""


class LiveReaction(StrEnum):
    """The reactions; nobody is told who gave one."""

    APPLAUSE = "applause"
    AGREE = "agree"
    THANKS = "thanks"
    SLOWER = "slower"
    """The speaker is too fast: interpreters and captioners say so, too."""


REACTION_NAMES: Mapping[LiveReaction, str] = {
    LiveReaction.APPLAUSE: N_("Applause"),
    LiveReaction.AGREE: N_("I agree"),
    LiveReaction.THANKS: N_("Thanks"),
    LiveReaction.SLOWER: N_("Slower, please"),
}


def added(sums: Mapping[str, int], counts: Mapping[str, int]) -> dict[str, int]:
    """Sums with what has come since, in the order of the reactions; unknown words are dropped."""
    return {
        one.value: total
        for one in LiveReaction
        if (total := sums.get(one.value, 0) + counts.get(one.value, 0))
    }
