"""The library as a JSON Feed (jsonfeed.org, version 1.1), for catalogues and readers elsewhere."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.paging import Key, Window, decode_cursor, encode_cursor
from forum.discussions import queries as discussions
from forum.discussions.keeping import all_channels
from forum.discussions.schemas import PostOut, TopicOut
from forum.library import queries
from forum.library.schemas import Chosen
from forum.runtime import runtime
from forum.web.answers import compress
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.kept import kept_for_visitors
from i18n.catalogs import gettext

VERSION = "https://jsonfeed.org/version/1.1"
PATH = "/library/feed.json"
PER_PAGE = 50
CARD = {
    "type",
    "languages",
    "licence",
    "licence_url",
    "provider",
    "level",
    "subject",
    "competences",
    "country",
}
"""What of a card stands in an item's `_resource`, as in the API."""


class FeedQuery(Chosen):
    """The part of the feed's address after `?`: what the library is narrowed to, and a page."""

    after: str | None = None


async def _channels(request: Request[Any]) -> list[str]:
    """What makes the feed stale: cards, and the texts of topics."""
    return [*await all_channels(request), "library"]


@kept_for_visitors(_channels)
async def library_feed(request: Request[Any]) -> Response:
    """The resources that fit, the newest first; `next_url` leads to older ones."""
    asked, actor = query(request, FeedQuery), actor_of(request)
    after = decode_cursor(asked.after, queries.CURSOR) if asked.after else None
    async with runtime(request).database.reading() as db:
        found = await queries.resources_page(db, actor, asked, Window(PER_PAGE, after=after))
        posts = await discussions.opening_posts(db, actor, [topic.id for topic in found.items])
    settings = await runtime(request).named_settings()
    site, words = settings.public_url, asked.words()
    feed = {
        "version": VERSION,
        "title": gettext(settings.site_name, actor.locale),
        "home_page_url": site + _address("/library", words),
        "feed_url": site + feed_address(words),
        **_next(site, words, found.next),
        "items": [_item(site, topic, posts[topic.id]) for topic in found.items],
    }
    text = json.dumps(feed, ensure_ascii=False)
    return compress(request, Response(text, media_type="application/feed+json"))


def _next(site: str, words: Mapping[str, str], key: Key | None) -> dict[str, str]:
    if key is None:
        return {}
    return {"next_url": site + feed_address({**words, "after": encode_cursor(key)})}


def feed_address(words: Mapping[str, str]) -> str:
    """Path of the feed of what is chosen, by name."""
    return _address(PATH, words)


def _address(path: str, words: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(words)}" if words else path


def _item(site: str, topic: TopicOut, opening: PostOut) -> dict[str, Any]:
    assert topic.resource is not None  # noqa: S101 (the library lists nothing else)
    return {
        "id": site + topic.url,
        "url": site + topic.url,
        "external_url": topic.resource.url,
        "title": topic.title,
        "language": topic.language,
        "content_html": opening.body.html,
        "date_published": topic.created_at.isoformat(),
        "date_modified": topic.resource.changed_at.isoformat(),
        "authors": [{"name": topic.author.name, "url": site + topic.author.url}],
        "tags": topic.tags,
        "_resource": topic.resource.model_dump(mode="json", include=CARD),
    }


ROUTES = [Route(PATH, library_feed, name="library_feed")]
