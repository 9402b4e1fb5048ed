"""What stands about discussions on pages that are made for many; see `forum.web.own`."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.discussions import queries
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import render


async def reacted(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Which reactions the reader gave to each post."""
    member_id = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.reactions_of(db, member_id, ids)
    return {
        post: render(request, "discussions/_reacted.html", {"names": names})
        for post, names in found.items()
    }
