"""Who has the room of a session open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from forum.core.ids import SessionId
from realtime.presence import PresenceUnavailable, Present


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who has the room open.

    Attributes:
        people: how many; each member once, however many windows they have open.
        members: ids of those of them who are signed in.
    """

    people: int
    members: frozenset[int]


async def attendance(request: Request[Any], session_id: SessionId) -> Attendance:
    """Who has the room open; nobody, while the store of presence is away."""
    try:
        found = await request.scope["state"]["server"].here(f"session:{session_id}")
    except PresenceUnavailable:
        return Attendance(0, frozenset())
    return counted(found)


def counted(found: Mapping[str, Present]) -> Attendance:
    """Count members once, and visitors by their windows."""
    users = {one.user for one in found.values() if one.user}
    visitors = sum(1 for one in found.values() if not one.user)
    return Attendance(len(users) + visitors, frozenset(map(int, users)))
