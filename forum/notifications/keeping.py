"""What a member has not read, kept until something of it changes."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from forum.core.ids import MemberId
from forum.db.kept import Heads
from forum.notifications import queries
from forum.notifications.queries import Unread
from forum.runtime import runtime
from forum.web.identity import actor_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member has not read.

    Attributes:
        offset: how far the member's own channel had come before it was counted; a live page that
            finds the channel further on asks again.
    """

    unread: Unread
    offset: int


async def unread_of(request: Request[Any], member_id: MemberId) -> Unread:
    """The unread notifications of the member who asks."""
    return (await standing_of(request, member_id)).unread


async def standing_of(request: Request[Any], member_id: MemberId) -> Standing:
    """The same, with the moment it is of.

    A post that is hidden, or a space that is left, is announced on the member's own channel too.
    """
    actor, resources = actor_of(request), runtime(request)

    own = f"member:{member_id}"

    async def make(heads: Heads) -> Standing:
        offset, _ = heads.get(own, (0, ""))
        async with resources.database.reading() as db:
            return Standing(await queries.unread(db, actor), offset)

    key = ("unread", member_id, actor.is_moderator, actor.grants, actor.scopes)
    channels = ["site", own]
    found: Standing
    found, _ = await resources.caches.actors.get_from(key, channels, make)
    return found
