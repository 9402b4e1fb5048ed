"""One act on many things: what it may be, and how far it has come."""

from collections.abc import Mapping
from enum import StrEnum

from forum.accounts.rules import MemberState, SanctionKind
from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.discussions.rules import HeldState, PostState, TopicState
from forum.moderation.acts import ACTS, is_undoable
from forum.moderation.rules import Standing, TargetKind

MOST = 10_000
"""Posts, topics, members or texts that wait, which one run is about."""
MOST_SEARCHED = 50_000
"""Those that are looked through for words."""
SAMPLE = 10
AT_ONCE = 100
"""Those that one job deals with; the next one goes on."""
TOLD_EVERY = 25
UNDO = "undo"
"""In the place of an act's name, of a run that undoes another one."""


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class TooManyTargets(ForumError):
    """The query finds more than one run may be about."""

    code, status = "too_many_targets", 409
    text = N_("More than {most} were found. Narrow it down.")


class TooMuchToSearch(ForumError):
    """There are too many to look for words in."""

    code, status = "too_much_to_search", 409
    text = N_("There are more than {most} texts to look for words in. Narrow it down.")


class NothingFound(ForumError):
    """The query finds nothing that the act fits."""

    code, status = "nothing_found", 409
    text = N_("Nothing was found that this can be done to.")


class NotFinished(ForumError):
    """A run is undone once it is done."""

    code, status = "not_finished", 409
    text = N_("This is not finished yet. Undo it when it is.")


class UndoneAlready(ForumError):
    """A run is undone once."""

    code, status = "undone_already", 409
    text = N_("This was undone already.")


_STATES: Mapping[TargetKind, type[StrEnum]] = {
    TargetKind.POST: PostState,
    TargetKind.HELD: HeldState,
    TargetKind.TOPIC: TopicState,
    TargetKind.MEMBER: MemberState,
}


def is_for_many(name: str) -> bool:
    """Whether an act can be done to many things at once.

    What its form asks is the same for all of them, and it can be undone.
    """
    act = ACTS[name]
    return act.on in _STATES and act.for_many and act.in_menus and is_undoable(name)


def check_act(name: str) -> None:
    """Return if an act can be done to many things at once.

    Raises:
        InvalidInput: it cannot.
    """
    if not is_for_many(name):
        raise InvalidInput([Fault("act", N_("This act cannot be done to many at once."))])


def states_for(name: str) -> frozenset[str]:
    """In which states things are that an act may fit."""
    act = ACTS[name]
    return frozenset(
        state
        for state in _STATES[act.on]
        if act.fits(Standing(state, flags=1)) or act.fits(standing_of_some(state))
    )


def standing_of_some(state: str = "") -> Standing:
    """Of something in a state, of which everything can be taken back."""
    return Standing(state, pinned=True, sanctions=tuple(SanctionKind))
