"""What a member has not read, kept until something of it changes."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import MemberId
from forum.notifications import queries
from forum.notifications.queries import Unread
from forum.runtime import runtime
from forum.web.identity import actor_of


async def unread_of(request: Request[Any], member_id: MemberId) -> Unread:
    """The unread notifications of the member who asks.

    A post that is hidden, or a space that is left, is announced on the member's own channel too.
    """
    actor, resources = actor_of(request), runtime(request)

    async def make() -> Unread:
        async with resources.database.reading() as db:
            return await queries.unread(db, actor)

    key = ("unread", member_id, actor.is_moderator)
    channels = ["site", f"member:{member_id}"]
    found: Unread = await resources.caches.actors.get(key, channels, make)
    return found
