"""A member, for moderators: what is in force, what was decided, and who to look for."""

from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.accounts import queries as accounts
from forum.accounts.queries import SanctionFilter
from forum.core.ids import MemberId
from forum.core.paging import Window
from forum.core.permissions import Permission
from forum.moderation import queries
from forum.moderation.pages.lists import ListAsked, shown
from forum.moderation.pages.words import SANCTIONS, STATES
from forum.moderation.queries import AuditFilter, MemberFilter
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.pager import pager
from forum.web.render import page
from i18n.catalogs import gettext

NEWEST = Window(limit=50)
"""Of what was decided about a member, and of what became of their posts, this much is shown."""


class MembersAsked(ListAsked):
    """Whom to look for: by the beginning of a handle, or part of a name."""

    q: Annotated[str, Line(0, 80)] = ""


async def show_members(request: Request[Any]) -> Response:
    """Show members, the newest first, or those that are looked for."""
    asked, house, actor = query(request, MembersAsked), runtime(request), actor_of(request)
    window = asked.window(queries.MEMBER_CURSOR)
    async with house.database.reading() as db:
        found = await queries.members_page(db, actor, MemberFilter(asked.q), house.clock(), window)
    context = {
        "found": found.items,
        "q": asked.q,
        "sanctions": _names(SANCTIONS, actor.locale),
        "states": _names(STATES, actor.locale),
        "pager": pager("/moderation/members", {"q": asked.q}, found),
    }
    return await page(request, "moderation/members.html", context)


async def show_member(request: Request[Any]) -> Response:
    """Show a member, and all that moderators did about them and what they wrote."""
    member_id = MemberId(row_id(request.path_params["member_id"]))
    house, actor = runtime(request), actor_of(request)
    async with house.database.reading() as db:
        found = await queries.member(db, actor, member_id, house.clock())
        wanted = SanctionFilter(member=member_id)
        sanctions = await accounts.sanctions_page(db, wanted, house.clock(), NEWEST)
        acts = await queries.audit_page(db, actor, AuditFilter(about=member_id), NEWEST)
    context = {
        "found": found,
        "decided": sanctions.items,
        "entries": [shown(entry, actor.locale) for entry in acts.items],
        "sanctions": _names(SANCTIONS, actor.locale),
        "states": _names(STATES, actor.locale),
        "within_reach": actor.may(Permission.MEMBER_SANCTION) and actor.member_id != member_id,
    }
    return await page(request, "moderation/member.html", context)


def _names(words: Any, locale: str) -> dict[str, str]:
    return {str(name): gettext(text, locale) for name, text in words.items()}


ROUTES = [
    Route("/moderation/members", show_members),
    Route("/moderation/members/{member_id:int}", show_member),
]
