"""Whose a request is."""

from forum.db.unit import Unit
from forum.live.floor.actions.changing import Room
from forum.live.floor.slots import Slot
from forum.live.floor.speaking import owns
from forum.live.sessions.rules import RULES, Deed, NotAtThisStage, NotYourPart


def is_own(unit: Unit, room: Room, slot: Slot) -> bool:
    """Whether a request is the actor's, or of the delegation that they speak for."""
    return owns(unit.actor.require_member(), room.standing, slot)


def check_open(room: Room) -> None:
    """Let requests be changed by those whose they are, muted or not, while the floor is open.

    Raises:
        NotAtThisStage: the meeting is over.
    """
    if room.state not in RULES[Deed.ASK_FLOOR].states:
        raise NotAtThisStage


def require_own(unit: Unit, room: Room, slot: Slot) -> None:
    """Let somebody act on a request of theirs.

    Raises:
        NotYourPart: it is somebody else's.
        NotAtThisStage: the meeting is over.
    """
    if not is_own(unit, room, slot):
        raise NotYourPart
    check_open(room)
