"""Who does something in a session, for whom and when: what every event of a session says."""

from datetime import datetime
from typing import TypedDict

from forum.core.ids import MemberId, SessionId
from forum.db.unit import Unit
from forum.live.sessions.rules import Standing


class Doing(TypedDict):
    """The first fields of every `SessionEvent`: `unit.emit(ItemOpened(**doing, item_id=3))`."""

    session_id: SessionId
    at: int
    by: MemberId | None
    on_behalf: dict[str, object] | None


def doing(unit: Unit, session_id: SessionId, standing: Standing | None = None) -> Doing:
    """What events of an act of the unit's actor say.

    Args:
        unit: the change.
        session_id: where it is done.
        standing: the actor's, if they act as a participant.
    """
    behalf = None if standing is None else standing.on_behalf
    told: dict[str, object] | None = (
        None
        if behalf is None
        else {"delegation": behalf.delegation_id, "capacity": behalf.capacity.value}
    )
    return Doing(
        session_id=session_id, at=milliseconds(unit.now), by=unit.actor.member_id, on_behalf=told
    )


def of_nobody(said: Doing) -> Doing:
    """The same of an act of which it is told to nobody whose it is."""
    return {**said, "by": None, "on_behalf": None}


def milliseconds(at: datetime) -> int:
    """An aware instant as milliseconds since 1970, as clients read it."""
    return round(at.timestamp() * 1000)
