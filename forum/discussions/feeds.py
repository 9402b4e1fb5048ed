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
from forum.discussions import queries, reading
from forum.discussions.keeping import space_channels, topic_channels
from forum.discussions.queries import TopicFilter
from forum.discussions.reading import Wanted
from forum.discussions.rules import PostState
from forum.discussions.schemas import OptionalLanguage, PostOut, TopicOut
from forum.resources.schemas import ResourceOut
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.spaces.reading import in_words_of, with_translations
from forum.translations.asking import ask_for
from forum.web.answers import compress
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.kept import kept_for_visitors
from forum.web.render import render
from forum.web.shapes import QueryString

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 30
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", ATOM)


class FeedQuery(QueryString):
    """The part of a feed's address after `?`: the language that texts are wanted in."""

    lang: OptionalLanguage = None


@kept_for_visitors(space_channels)
async def space_feed(request: Request[Any]) -> Response:
    """The newest topics of a space."""
    actor, slug = actor_of(request), request.path_params["slug"]
    wanted, lang = TopicFilter(slug, sort="new"), query(request, FeedQuery).lang
    async with runtime(request).database.reading() as db:
        space = spaces.space_out(await spaces.space_by_slug(db, actor, slug))
        space = (await with_translations(db, [space], lang))[0]
        topics = (await queries.topics_page(db, actor, wanted, Window(NEWEST))).items
        found = await queries.opening_posts(db, actor, [topic.id for topic in topics])
        topics = await reading.with_titles(db, topics, lang)
        opening = await reading.with_translations(db, list(found.values()), lang)
    await _ask_for(request, lang, opening, topics)
    posts = {post.topic_id: post for post in opening}
    space = in_words_of(space, lang or space.language)
    made = space.translated_name
    title = (space.name, space.language) if made is None else (made.text, made.language)
    feed = _Feed(request, f"/s/{slug}", *title)
    for topic in topics:
        feed.topic(topic, posts[topic.id])
    return feed.answer([topic.created_at for topic in topics])


@kept_for_visitors(topic_channels)
async def topic_feed(request: Request[Any]) -> Response:
    """The newest posts of a topic."""
    lang = query(request, FeedQuery).lang
    wanted = Wanted("flat", Window(NEWEST, before=queries.END["flat"]), language=lang)
    topic_id = TopicId(row_id(request.path_params["topic_id"]))
    async with runtime(request).database.reading() as db:
        view = await reading.topic_view(db, actor_of(request), topic_id, wanted)
    topic, posts = view.topic, view.posts.items
    await _ask_for(request, lang, posts, [topic])
    readable = [post for post in reversed(posts) if post.state == PostState.VISIBLE]
    feed = _Feed(request, topic.url, *_title(topic))
    for post in readable:
        feed.post(topic, post)
    return feed.answer([post.edited_at or post.created_at for post in readable])


async def _ask_for(
    request: Request[Any], lang: str | None, posts: Sequence[PostOut], topics: Sequence[TopicOut]
) -> None:
    if lang is not None:
        wanted = [*reading.missing_titles(topics, lang), *reading.missing(posts, lang)]
        await ask_for(request, wanted, lang)


def _title(topic: TopicOut) -> tuple[str, str]:
    """A topic's title as it is read, and the language that it is in then."""
    if (made := topic.translated_title) is not None:
        return made.text, made.language
    return topic.title, topic.language


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

    def topic(self, topic: TopicOut, opening: PostOut) -> None:
        """Add a topic with the text of its first post."""
        entry = self._entry(topic.url, _title(topic), topic.language, topic.author.name)
        self._add(entry, "published", _rfc3339(topic.created_at))
        self._add(entry, "updated", _rfc3339(topic.last_post_at))
        if topic.resource is not None:
            self._resource(entry, topic.resource)
        self._content(entry, opening)

    def post(self, topic: TopicOut, post: PostOut) -> None:
        """Add a post."""
        entry = self._entry(post.url, _title(topic), post.language, post.author.name)
        self._add(entry, "published", _rfc3339(post.created_at))
        self._add(entry, "updated", _rfc3339(post.edited_at or post.created_at))
        self._content(entry, post)

    def answer(self, moments: Sequence[datetime]) -> Response:
        """The whole feed, as new as the newest of `moments`."""
        newest = max(moments, default=datetime.fromtimestamp(0, UTC))
        self._add(self._root, "updated", _rfc3339(newest))
        text = ET.tostring(self._root, encoding="utf-8", xml_declaration=True)
        return compress(self._request, Response(text, media_type="application/atom+xml"))

    def _resource(self, entry: ET.Element, card: ResourceOut) -> None:
        self._add(entry, "link", rel="related", href=card.url, hreflang=card.languages[0])
        if card.licence_url:
            self._add(entry, "link", rel="license", href=card.licence_url)  # RFC 4946
        self._add(entry, "category", term=card.type)

    def _content(self, entry: ET.Element, post: PostOut) -> None:
        """The text as it is read; a translation says what it is, and where the original is."""
        html, language = post.body.html, post.language
        if (made := post.translation) is not None:
            original = f"{self._site}{post.url}"
            context = {"t": made, "source": post.language, "original": original}
            html = render(self._request, "discussions/_feed_text.html", context)
            language = made.language
        self._add(entry, "content", html, type="html").set(LANG, language)

    def _entry(self, path: str, title: tuple[str, str], language: str, author: str) -> ET.Element:
        entry = self._add(self._root, "entry")
        entry.set(LANG, language)
        self._add(entry, "id", self._site + path)
        self._add(entry, "title", title[0]).set(LANG, title[1])
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
