"""Texts that wait until a moderator has read them."""

from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.discussions import queries as discussions
from forum.discussions.queries import HELD_CURSOR, HeldFilter
from forum.discussions.schemas import OptionalLanguage
from forum.moderation.pages.lists import ListAsked, pager
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page


class HeldAsked(ListAsked):
    """Which texts."""

    language: OptionalLanguage = None
    space: Annotated[str, Line(0, 60)] = ""


async def show_held(request: Request[Any]) -> Response:
    """Show what waits, the oldest first."""
    actor, asked = actor_of(request), query(request, HeldAsked)
    wanted = HeldFilter(asked.language or "", asked.space)
    async with runtime(request).database.reading() as db:
        found = await discussions.held_page(db, actor, wanted, asked.window(HELD_CURSOR))
        places = await spaces.spaces(db, actor)
    filters = {"language": asked.language, "space": asked.space}
    context = {
        "texts": found.items,
        "asked": filters,
        "languages": language_choices(actor.reads),
        "spaces": [(one.slug, one.name) for one in places],
        "pager": pager("/moderation/held", filters, found),
    }
    return await page(request, "moderation/held.html", context)


ROUTES = [Route("/moderation/held", show_held)]
