"""Search for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput
from forum.runtime import runtime
from forum.search import reading
from forum.search.parsing import parse
from forum.search.rules import check
from forum.search.schemas import HitOut, SearchQuery, SuggestionsOut, SuggestQuery
from forum.web.identity import actor_of
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/search", query=SearchQuery, answer=ListOut[HitOut], refuses=[InvalidInput])
async def search(request: Request[Any], *, query: SearchQuery) -> Reply:
    """Find posts by their words, in any language and in their translations."""
    asked = query.over(parse(query.q))
    check(asked)
    window = query.window(reading.SHAPE)
    async with runtime(request).database.reading() as db:
        page = await reading.search(db, actor_of(request), asked, query.sort, window)
    return listed(request, page)


@operation(
    "GET",
    "/search/suggest",
    query=SuggestQuery,
    answer=SuggestionsOut,
    refuses=[InvalidInput],
)
async def suggest(request: Request[Any], *, query: SuggestQuery) -> SuggestionsOut:
    """Suggest spaces, titles and tags while somebody types."""
    asked = parse(query.q)
    async with runtime(request).database.reading() as db:
        found = await reading.suggestions(db, actor_of(request), asked)
    return SuggestionsOut.model_construct(items=found)


ROUTES = [search, suggest]
