"""Which announcements make an answer about discussions stale, and who is given the same one."""

from collections.abc import Hashable, Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import NotFound
from forum.core.ids import TopicId
from forum.discussions import queries
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.spaces.schemas import SpaceOut
from forum.text.address import is_slug
from forum.web.identity import actor_of


async def topic_channels(request: Request[Any]) -> list[str]:
    """Of an answer about the topic that the address names."""
    return ["site", f"topic:{request.path_params['topic_id']}"]


async def countries(request: Request[Any], topic_id: TopicId) -> Sequence[str]:
    """Codes of the countries that a topic was written from: counted once a change, for all pages.

    Every change of a post is announced in its topic; that of a member's country, or their leaving,
    to the whole site.
    """

    async def make() -> Sequence[str]:
        async with runtime(request).database.reading() as db:
            return await queries.countries(db, topic_id)

    channels = ["site", f"topic:{topic_id}"]
    found: Sequence[str] = await runtime(request).caches.parts.get(
        ("countries", topic_id), channels, make
    )
    return found


async def space_channels(request: Request[Any]) -> list[str]:
    """Of an answer about the space that the address names.

    Raises:
        NotFound: no space can have that name.
    """
    slug = request.path_params["slug"]
    if not is_slug(slug):
        raise NotFound
    return ["site", f"space:{slug}"]


async def all_channels(request: Request[Any]) -> list[str]:
    """Of an answer about the topics of all spaces that the reader sees."""
    return ["site", *(f"space:{space.slug}" for space in await visible_spaces(request))]


async def listed_channels(request: Request[Any]) -> list[str] | None:
    """Of a list of topics: those of one space where the query names one.

    What words are found in changes a moment after the text that holds them, and what is unread is
    one member's alone: such lists have none.
    """
    if request.query_params.get("q") or request.query_params.get("unread"):
        return None
    slug = request.query_params.get("space", "")
    return ["site", f"space:{slug}"] if is_slug(slug) else await all_channels(request)


async def visible_spaces(request: Request[Any]) -> Sequence[SpaceOut]:
    """The spaces that the reader sees."""

    async def make() -> Sequence[SpaceOut]:
        async with runtime(request).database.reading() as db:
            return await spaces.spaces(db, actor_of(request))

    # Their counts change with every post: whoever shows them depends on the spaces' channels too.
    key = ("spaces", await audience(request))
    found: Sequence[SpaceOut] = await runtime(request).caches.parts.get(key, ["site"], make)
    return found


async def audience(request: Request[Any]) -> Hashable:
    """Who sees the same lists as the reader does: one word for all of them.

    Visitors, moderators, and members by the private spaces that they belong to, with what is
    granted to those who look after a space or a language; see
    `spaces.queries.visible_to`, which this follows.
    """
    actor = actor_of(request)
    if actor.is_moderator or actor.member_id is None:
        return "moderators" if actor.is_moderator else "visitors"
    member_id = actor.member_id

    async def make() -> tuple[int, ...]:
        async with runtime(request).database.reading() as db:
            return await spaces.private_spaces_of(db, member_id)

    channels = ["site", f"member:{member_id}"]
    key = ("private", member_id)
    closed: tuple[int, ...] = await runtime(request).caches.parts.get(key, channels, make)
    return (closed, actor.grants, actor.scopes) if actor.grants else closed
