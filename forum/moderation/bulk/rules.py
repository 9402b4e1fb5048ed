"""One act on many posts: what it may be, and how far it has come."""

from enum import StrEnum

from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.discussions.rules import PostState
from forum.moderation.acts import ACTS, is_undoable
from forum.moderation.rules import Standing, TargetKind

MOST = 10_000
"""Posts that one run is about."""
MOST_SEARCHED = 50_000
"""Posts that are looked through for words."""
SAMPLE = 10
AT_ONCE = 100
"""Posts that one job deals with; the next one goes on."""
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
    text = N_("This is about more than {most} posts. Narrow it down.")


class TooMuchToSearch(ForumError):
    """There are too many posts to look for words in."""

    code, status = "too_much_to_search", 409
    text = N_("There are more than {most} posts to look for words in. Narrow it down.")


class NothingFound(ForumError):
    """The query finds nothing that the act fits."""

    code, status = "nothing_found", 409
    text = N_("There is no post of that kind that this can be done to.")


class NotFinished(ForumError):
    """A run is undone once it is done."""

    code, status = "not_finished", 409
    text = N_("This is not finished yet. Undo it when it is.")


class UndoneAlready(ForumError):
    """A run is undone once."""

    code, status = "undone_already", 409
    text = N_("This was undone already.")


def is_for_many(name: str) -> bool:
    """Whether an act can be done to many posts at once.

    It needs nothing to be said of each, and can be undone.
    """
    act = ACTS[name]
    return act.on == TargetKind.POST and act.in_menus and not act.asks and is_undoable(name)


def check_act(name: str) -> None:
    """Return if an act can be done to many posts at once.

    Raises:
        InvalidInput: it cannot.
    """
    if not is_for_many(name):
        raise InvalidInput([Fault("act", N_("This act cannot be done to many posts at once."))])


def states_for(name: str) -> frozenset[PostState]:
    """In which states posts are that an act may fit."""
    return frozenset(state for state in PostState if ACTS[name].fits(Standing(state, flags=1)))
