"""The library for programs."""

from typing import Any

from pydantic import ConfigDict
from starlette.requests import Request

from forum.core.errors import InvalidInput
from forum.discussions.keeping import audience
from forum.library import keeping, queries
from forum.library.schemas import Chosen, LibraryOut
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.lists import ListQuery, listed
from forum.web.openapi import Reply, operation


class LibraryQuery(ListQuery, Chosen):
    """Which resources."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@operation(
    "GET",
    "/library",
    query=LibraryQuery,
    answer=LibraryOut,
    refuses=[InvalidInput],
    kept=keeping.library_channels,
    audience=audience,
)
async def list_resources(request: Request[Any], *, query: LibraryQuery) -> Reply:
    """List resources by what they are, the newest first, with counts of what to choose next."""
    chosen = Chosen.model_construct(**{name: getattr(query, name) for name in Chosen.model_fields})
    counted = await keeping.facets(request, chosen)
    async with runtime(request).database.reading() as db:
        page = await queries.resources_page(
            db, actor_of(request), chosen, query.window(queries.CURSOR)
        )
    reply = listed(request, page)
    next_ = getattr(reply.value, "next")  # noqa: B009
    out = LibraryOut.model_construct(
        items=page.items, next=next_, count=counted.total, facets=list(counted.facets)
    )
    return Reply(out, headers=reply.headers)


ROUTES = [list_resources]
