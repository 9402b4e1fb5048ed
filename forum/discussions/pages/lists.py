"""The front page and the topics of a space."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.paging import Page, Window, decode_cursor, encode_cursor
from forum.core.permissions import Permission
from forum.discussions import queries, reading
from forum.discussions.keeping import all_channels, audience, space_channels
from forum.discussions.pages.rows import chosen_of, titles, topic_rows
from forum.discussions.pages.words import kinds, sorts
from forum.discussions.queries import Sort, TopicFilter
from forum.discussions.rules import Kind
from forum.discussions.schemas import OptionalLanguage, TopicOut
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.kept import kept_for_visitors
from forum.web.render import page
from forum.web.shells import member_page

PER_PAGE = 30
LATEST = 20


class HomeQuery(BaseModel):
    """The part of the front page's address after `?`.

    Attributes:
        lang: BCP 47 tag that titles are wanted in where they are translated; none: as written.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    lang: OptionalLanguage = None


class SpaceQuery(HomeQuery):
    """The part of a space's address after `?`."""

    kind: Annotated[Kind | None, BeforeValidator(lambda value: value or None)] = None
    tag: Annotated[str, Line(0, 40)] = ""
    language: OptionalLanguage = None
    unanswered: Annotated[bool, BeforeValidator(lambda value: value or False)] = False
    sort: Annotated[Sort, BeforeValidator(lambda value: value or "latest")] = "latest"
    after: str | None = None
    before: str | None = None


@kept_for_visitors(all_channels)
async def show_home(request: Request[Any]) -> Response:
    """Show the spaces, and the latest topics of all of them."""
    template = "spaces/home.html"
    if actor_of(request).member_id is None:
        return await page(request, template, await _home(request))
    key = (query(request, HomeQuery).lang, await audience(request))
    channels = await all_channels(request)
    return await member_page(request, key, channels, template, lambda: _home(request))


async def _home(request: Request[Any]) -> Mapping[str, object]:
    actor, lang = actor_of(request), query(request, HomeQuery).lang
    async with runtime(request).database.reading() as db:
        places = await spaces.spaces(db, actor)
        topics = (await queries.topics_page(db, actor, TopicFilter(), Window(LATEST))).items
        topics = await reading.with_titles(db, topics, lang)
    return {
        "spaces": places,
        "rows_html": await topic_rows(request, topics, lang, with_space=True),
        "titles": titles("/", {}, actor, lang),
        "more": None,
        "may_manage": actor.may(Permission.SPACE_MANAGE),
    }


@kept_for_visitors(space_channels)
async def show_space(request: Request[Any]) -> Response:
    """Show the topics of a space."""
    template = "spaces/space.html"
    if actor_of(request).member_id is None:
        return await page(request, template, await _space(request))
    key = (request.url.query, await audience(request))
    channels = await space_channels(request)
    return await member_page(request, key, channels, template, lambda: _space(request))


async def _space(request: Request[Any]) -> Mapping[str, object]:
    actor = actor_of(request)
    asked = query(request, SpaceQuery)
    slug = request.path_params["slug"]
    wanted = TopicFilter(
        slug,
        asked.kind,
        asked.tag.casefold(),
        asked.language or "",
        asked.sort,
        unanswered=asked.unanswered,
    )
    async with runtime(request).database.reading() as db:
        space = spaces.space_out(await spaces.space_by_slug(db, actor, slug))
        topics = await queries.topics_page(db, actor, wanted, _window(asked))
        items = await reading.with_titles(db, topics.items, asked.lang)
    filters = {
        "kind": asked.kind or "",
        "tag": asked.tag,
        "language": asked.language or "",
        "unanswered": "1" if asked.unanswered else "",
        "sort": asked.sort,
    }
    return {
        "space": space,
        "rows_html": await topic_rows(request, items, asked.lang, with_space=False),
        "titles": titles(space.url, filters, actor, asked.lang),
        "filters": filters,
        "kinds": kinds(actor.locale),
        "languages": language_choices(actor.reads),
        "sorts": sorts(actor.locale),
        "pager": _pager(space.url, filters | {"lang": asked.lang or ""}, topics),
        "may_start": actor.may(Permission.TOPIC_START),
        "may_admit": actor.may(Permission.SPACE_ADMIT),
        "may_manage": actor.may(Permission.SPACE_MANAGE),
    }


def _window(asked: SpaceQuery) -> Window:
    shape = queries.SHAPES[asked.sort]
    if asked.before:
        return Window(PER_PAGE, before=decode_cursor(asked.before, shape))
    if asked.after:
        return Window(PER_PAGE, after=decode_cursor(asked.after, shape))
    return Window(PER_PAGE)


def _pager(url: str, filters: dict[str, str], topics: Page[TopicOut]) -> dict[str, str | None]:
    chosen = chosen_of(filters)

    def at(**extra: str) -> str:
        return f"{url}?{urlencode({**chosen, **extra})}"

    return {
        "first": at() if topics.previous else None,
        "previous": at(before=encode_cursor(topics.previous)) if topics.previous else None,
        "next": at(after=encode_cursor(topics.next)) if topics.next else None,
        "last": None,
    }


ROUTES = [
    Route("/", show_home, name="home"),
    Route("/s/{slug}", show_space, name="space"),
]
