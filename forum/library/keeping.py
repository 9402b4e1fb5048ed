"""What makes an answer of the library stale, and facets counted once for all who see the same."""

from typing import Any

from starlette.requests import Request

from forum.discussions.keeping import all_channels, audience
from forum.library import queries
from forum.library.schemas import Chosen
from forum.runtime import runtime
from forum.web.identity import actor_of


async def library_channels(_request: Request[Any]) -> list[str]:
    """Of every answer: what is on cards, and which spaces there are; not what is said of them."""
    return ["site", "library"]


async def page_channels(request: Request[Any]) -> list[str]:
    """Of a page: the same, and where titles are wanted in a language, what tells of those.

    Translations of titles are announced in the topics' spaces.
    """
    if not request.query_params.get("lang"):
        return await library_channels(request)
    return [*await all_channels(request), "library"]


async def facets(request: Request[Any], chosen: Chosen) -> queries.Facets:
    """The counts for the reader: the same on every page of a list."""

    async def make() -> queries.Facets:
        async with runtime(request).database.reading() as db:
            return await queries.facets(db, actor_of(request), chosen)

    key = ("facets", await audience(request), chosen)
    channels = await library_channels(request)
    found: queries.Facets = await runtime(request).caches.parts.get(key, channels, make)
    return found
