"""Spaces and topics as Atom feeds (RFC 4287), for readers outside of the site."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.ids import TopicId
from forum.core.paging import Window
from forum.discussions import queries
from forum.discussions.keeping import space_channels, topic_channels
from forum.discussions.queries import TopicFilter
from forum.discussions.rules import PostState
from forum.discussions.schemas import PostOut, TopicOut
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.answers import compress
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.kept import kept_for_visitors

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 30
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", ATOM)


@kept_for_visitors(space_channels)
async def space_feed(request: Request[Any]) -> Response:
    """The newest topics of a space."""
    actor, slug = actor_of(request), request.path_params["slug"]
    wanted = TopicFilter(slug, sort="new")
    async with runtime(request).database.reading() as db:
        space = await spaces.space_by_slug(db, actor, slug)
        topics = (await queries.topics_page(db, actor, wanted, Window(NEWEST))).items
        posts = await queries.opening_posts(db, actor, [topic.id for topic in topics])
    feed = _Feed(request, f"/s/{slug}", space.name, space.language)
    for topic in topics:
        feed.topic(topic, posts[topic.id].body.html)
    return feed.answer([topic.created_at for topic in topics])


@kept_for_visitors(topic_channels)
async def topic_feed(request: Request[Any]) -> Response:
    """The newest posts of a topic."""
    actor = actor_of(request)
    topic_id = TopicId(row_id(request.path_params["topic_id"]))
    async with runtime(request).database.reading() as db:
        topic = await queries.topic(db, actor, topic_id)
        window = Window(NEWEST, before=queries.END["flat"])
        posts = (await queries.posts_page(db, actor, topic_id, "flat", window)).items
    readable = [post for post in reversed(posts) if post.state == PostState.VISIBLE]
    feed = _Feed(request, topic.url, topic.title, topic.language)
    for post in readable:
        feed.post(topic, post)
    return feed.answer([post.edited_at or post.created_at for post in readable])


class _Feed:
    """A feed in the making."""

    def __init__(self, request: Request[Any], path: str, title: str, language: str) -> None:
        self._request = request
        self._site = runtime(request).settings.public_url
        self._root = ET.Element(f"{{{ATOM}}}feed", {LANG: language})
        self._add(self._root, "id", self._site + path)
        self._add(self._root, "title", title)
        self._add(self._root, "link", href=self._site + path)
        self._add(self._root, "link", rel="self", href=self._site + request.url.path)

    def topic(self, topic: TopicOut, html: str) -> None:
        """Add a topic with the text of its first post."""
        entry = self._entry(topic.url, topic.title, topic.language, topic.author.name)
        self._add(entry, "published", _rfc3339(topic.created_at))
        self._add(entry, "updated", _rfc3339(topic.last_post_at))
        self._add(entry, "content", html, type="html")

    def post(self, topic: TopicOut, post: PostOut) -> None:
        """Add a post."""
        entry = self._entry(post.url, topic.title, post.language, post.author.name)
        self._add(entry, "published", _rfc3339(post.created_at))
        self._add(entry, "updated", _rfc3339(post.edited_at or post.created_at))
        self._add(entry, "content", post.body.html, type="html")

    def answer(self, moments: Sequence[datetime]) -> Response:
        """The whole feed, as new as the newest of `moments`."""
        newest = max(moments, default=datetime.fromtimestamp(0, UTC))
        self._add(self._root, "updated", _rfc3339(newest))
        text = ET.tostring(self._root, encoding="utf-8", xml_declaration=True)
        return compress(self._request, Response(text, media_type="application/atom+xml"))

    def _entry(self, path: str, title: str, language: str, author: str) -> ET.Element:
        entry = self._add(self._root, "entry")
        entry.set(LANG, language)
        self._add(entry, "id", self._site + path)
        self._add(entry, "title", title)
        self._add(entry, "link", href=self._site + path)
        self._add(self._add(entry, "author"), "name", author)
        return entry

    def _add(self, parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        child.text = text or None
        return child


def _rfc3339(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


ROUTES = [
    Route("/s/{slug}/feed.atom", space_feed, name="space_feed"),
    Route("/t/{topic_id:int}/feed.atom", topic_feed, name="topic_feed"),
]
