"""Search for programs."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.limits import Act
from forum.core.paging import Page
from forum.discussions.api import TopicsQuery
from forum.discussions.schemas import TopicOut
from forum.runtime import runtime
from forum.search import reading
from forum.search.parsing import parse
from forum.search.rules import Filters, check
from forum.search.schemas import HitOut, SearchQuery, SuggestionsOut, SuggestQuery
from forum.web.identity import actor_of
from forum.web.limits import count
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/search", query=SearchQuery, answer=ListOut[HitOut], refuses=[InvalidInput])
async def find_posts(request: Request[Any], *, query: SearchQuery) -> Reply:
    """Find posts by their words, in any language and in their translations."""
    asked = query.over(parse(query.q))
    check(asked)
    await count(request, Act.SEARCH)
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
    await count(request, Act.SUGGESTION)
    async with runtime(request).database.reading() as db:
        found = await reading.suggestions(db, actor_of(request), asked)
    return SuggestionsOut.model_construct(items=found)


async def topics_found(request: Request[Any], query: TopicsQuery) -> Page[TopicOut]:
    """The topics in which the words of a query are found; see `discussions.api.topics_route`.

    Raises:
        InvalidInput: words are combined with what they cannot be combined with.
        TooOften: the reader has looked for too much in a short time.
    """
    others = {
        "tag": query.tag,
        "address": query.address,
        "sort": query.sort != "latest",
        "unanswered": query.unanswered,
        "unread": query.unread,
    }
    if any(others.values()):
        text = N_("This cannot be combined with “q”.")
        raise InvalidInput([Fault(name, text) for name, value in others.items() if value])
    given = Filters(kind=query.kind, language=query.language or "", space=query.space)
    parsed = parse(query.q)
    asked = replace(parsed, filters=given.over(parsed.filters))
    check(asked)
    if not asked.words:
        raise InvalidInput([Fault("q", N_("Write a word that is to be found."))])
    await count(request, Act.SEARCH)
    window = query.window(reading.SHAPE)
    async with runtime(request).database.reading() as db:
        return await reading.topics_found(db, actor_of(request), asked, window)


ROUTES = [find_posts, suggest]
