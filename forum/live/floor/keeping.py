"""The speakers' list in the room, kept for all who read it in a language."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import ItemId, SessionId
from forum.live.floor import queries
from forum.live.sessions.keeping import Alike, kept_alike
from forum.runtime import runtime
from forum.web.identity import actor_of


async def floor_kept(
    request: Request[Any], session_id: SessionId, item_id: ItemId
) -> queries.FloorRead:
    """The list of an item of a session that the reader follows; its rows are not to be changed."""
    locale = actor_of(request).locale

    async def make() -> queries.FloorRead:
        async with runtime(request).database.reading() as db:
            return await queries.floor_read(db, item_id, locale)

    # Another name of a member is told to the whole site, that of a delegation to all delegations.
    channels = ["site", "delegations"]
    of = Alike("floor", ("floor.",), (item_id, locale), channels, size=50_000)
    return await kept_alike(request, session_id, of, make)
