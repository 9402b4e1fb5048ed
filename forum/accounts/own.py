"""What stands about its reader on pages that are made for many; see `forum.web.own`."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.accounts import queries
from forum.accounts.rules import NEW_FOR
from forum.runtime import runtime
from forum.site.reading import site_now
from forum.site.rules import TextKind
from forum.web.identity import actor_of
from forum.web.render import render


async def welcome(request: Request[Any], _ids: Sequence[int]) -> Mapping[int, str]:
    """What the secretariat says to new members, for who is one."""
    resources, actor = runtime(request), actor_of(request)
    text = (await site_now(resources)).text(TextKind.NEWCOMERS, actor.locale)
    if text is None:
        return {}
    async with resources.database.reading() as db:
        member = await queries.member_by_id(db, actor.require_member())
    if resources.clock() - member.created_at >= NEW_FOR:
        return {}
    return {0: render(request, "accounts/_welcome.html", {"text": text})}
