"""Texts that wait until a moderator has read them, for programs."""

from typing import Annotated, Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput
from forum.core.permissions import Scope
from forum.discussions import queries as discussions
from forum.discussions.queries import HELD_CURSOR, HeldFilter
from forum.discussions.schemas import OptionalLanguage
from forum.moderation import beside
from forum.moderation.schemas import HeldWaiting
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


class HeldQuery(ListQuery):
    """Which texts: of a language, of a space; `lang` is the language that they are wanted in."""

    language: OptionalLanguage = None
    lang: OptionalLanguage = None
    space: Annotated[str, Line(0, 60)] = ""


@operation(
    "GET",
    "/admin/held",
    query=HeldQuery,
    answer=ListOut[HeldWaiting],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_waiting(request: Request[Any], *, query: HeldQuery) -> Reply:
    """List the texts that wait until a moderator has read them, the oldest first."""
    wanted = HeldFilter(query.language or "", query.space)
    actor, window = actor_of(request), query.window(HELD_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await discussions.held_page(db, actor, wanted, window)
    return listed(request, await beside.held(request, beside.reader_of(actor, query.lang), found))


ROUTES = [list_waiting]
