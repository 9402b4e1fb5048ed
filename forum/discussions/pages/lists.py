"""The front page and the topics of a space."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.permissions import Permission
from forum.discussions import reading
from forum.discussions.keeping import all_channels, audience, space_channels
from forum.discussions.pages.listing import TopicsAsked, choices, topic_filter
from forum.discussions.pages.rows import topic_rows
from forum.runtime import runtime
from forum.site.reading import site_now
from forum.site.rules import TextKind
from forum.spaces import queries as spaces
from forum.spaces.reading import in_words_of, missing_texts, with_translations
from forum.spaces.rules import is_startable
from forum.spaces.schemas import SpaceOut
from forum.translations.asking import ask_for
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.kept import kept_for_visitors
from forum.web.render import page
from forum.web.shells import member_page

PER_PAGE = 30
LATEST = 20


Channels = Callable[[Request[Any]], Awaitable[Sequence[str]]]
Context = Callable[[Request[Any], TopicsAsked], Awaitable[Mapping[str, object]]]


@kept_for_visitors(all_channels)
async def show_home(request: Request[Any]) -> Response:
    """Show the spaces, and the topics of all of them."""
    return await _page(request, "spaces/home.html", all_channels, _home)


@kept_for_visitors(space_channels)
async def show_space(request: Request[Any]) -> Response:
    """Show the topics of a space."""
    return await _page(request, "spaces/space.html", space_channels, _space)


async def _page(
    request: Request[Any], template: str, channels: Channels, context: Context
) -> Response:
    asked = query(request, TopicsAsked)
    # What one member has not read is made for them alone.
    if actor_of(request).member_id is None or asked.unread:
        return await page(request, template, await context(request, asked))
    key = (asked, await audience(request))
    names = await channels(request)
    return await member_page(request, key, names, template, lambda: context(request, asked))


async def _heads(
    request: Request[Any], asked: TopicsAsked, channels: Channels
) -> Mapping[str, tuple[int, str]] | None:
    """Where the spaces' channels stand, by name, for the start of a list, which is followed live.

    To be asked for before the list is read: what is added meanwhile then comes live, once more.
    """
    if not asked.is_start:
        return None
    names = [name for name in await channels(request) if name.startswith("space:")]
    found = await runtime(request).log.heads(names)
    return {name: found.get(name, (0, "")) for name in names}


async def _home(request: Request[Any], asked: TopicsAsked) -> Mapping[str, object]:
    actor, site = actor_of(request), await site_now(runtime(request))
    heads = await _heads(request, asked, all_channels)
    wanted = topic_filter(request, asked)
    async with runtime(request).database.reading() as db:
        seen = await spaces.spaces(db, actor) if asked.is_start else ()
        seen = await with_translations(db, seen, asked.lang)
        found = await reading.listing(db, actor, wanted, asked.window(LATEST))
        items = await reading.with_titles(db, found.topics.items, asked.lang)
    await _ask_for_texts(request, seen, asked.lang)
    return {
        "heads": heads,
        "tagline": site.text(TextKind.TAGLINE, actor.locale),
        "welcome": site.text(TextKind.WELCOME, actor.locale),
        "spaces": [in_words_of(space, asked.lang or actor.locale) for space in seen],
        "is_start": asked.is_start,
        "rows_html": await topic_rows(request, items, asked.lang, with_space=True),
        "choices": choices("/", asked, actor, found),
        "may_manage": actor.may(Permission.SPACE_MANAGE),
    }


async def _ask_for_texts(
    request: Request[Any], seen: Sequence[SpaceOut], language: str | None
) -> None:
    if language is not None:
        await ask_for(request, missing_texts(seen, language), language)


async def _space(request: Request[Any], asked: TopicsAsked) -> Mapping[str, object]:
    actor, slug = actor_of(request), request.path_params["slug"]
    wanted = topic_filter(request, asked, slug)
    heads = await _heads(request, asked, space_channels)
    async with runtime(request).database.reading() as db:
        space = spaces.space_out(await spaces.space_by_slug(db, actor, slug))
        space = (await with_translations(db, [space], asked.lang))[0]
        here = actor.at(space.id)
        found = await reading.listing(db, actor, wanted, asked.window(PER_PAGE))
        items = await reading.with_titles(db, found.topics.items, asked.lang)
    await _ask_for_texts(request, [space], asked.lang)
    return {
        "heads": heads,
        "space": in_words_of(space, asked.lang or actor.locale),
        "rows_html": await topic_rows(request, items, asked.lang, with_space=False),
        "choices": choices(space.url, asked, actor, found),
        "may_start": here.may(Permission.TOPIC_START)
        and is_startable(
            space.starters, archived=space.archived, moderates=here.may(Permission.TOPIC_MODERATE)
        ),
        "may_admit": here.may(Permission.SPACE_ADMIT),
        "may_manage": here.may(Permission.SPACE_MANAGE),
    }


ROUTES = [
    Route("/", show_home, name="home"),
    Route("/s/{slug}", show_space, name="space"),
]
