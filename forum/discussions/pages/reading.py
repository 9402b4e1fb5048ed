"""A topic, read by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from sys import getsizeof
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.paging import Key
from forum.core.permissions import Permission
from forum.discussions import queries, reading
from forum.discussions.keeping import countries, topic_channels
from forum.discussions.pages.asked import (
    END,
    LARGEST_NUMBER,
    NEWEST,
    UNREAD,
    Asked,
    address,
    asked,
    jumps,
    pager,
    reading_links,
)
from forum.discussions.reading import TopicView
from forum.discussions.rules import TopicState
from forum.discussions.schema_org import learning_resource, question_page
from forum.discussions.schemas import PostOut, TopicOut
from forum.discussions.seen import progress, seen
from forum.resources.schemas import LanguageVersionOut
from forum.resources.words import resource_words
from forum.runtime import runtime
from forum.translations.asking import ask_for
from forum.web.choices import language_choices
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.kept import kept_for_visitors, shared
from forum.web.render import page, page_context, render
from forum.web.shells import member_page

TEMPLATE = "discussions/topic.html"


@dataclass(frozen=True, slots=True)
class Block:
    """What all readers of a page of posts share, and where its channel stood before it was read.

    Attributes:
        first, last: numbers of the first and last post in the list, 0 where there is none.
        previous, following: keys of the neighbouring pages.
        read_to: number up to which all posts stand on this page, or on those before it.
        answer: the accepted one, where there is one.
        countries: codes of those that it was written from.
        is_common: whether it was made for everybody, or all moderators, rather than for one member.
    """

    topic: TopicOut
    html: str
    first: int
    last: int
    previous: Key | None
    following: Key | None
    offset: int
    epoch: str
    is_common: bool
    read_to: int
    answer: PostOut | None
    language_versions: Sequence[LanguageVersionOut] = ()
    countries: Sequence[str] = ()

    def __len__(self) -> int:
        return getsizeof(self.html)  # up to four bytes for each character


@kept_for_visitors(topic_channels)
async def show_topic(request: Request[Any]) -> Response:
    """Show a page of a topic, at its readable address."""
    how = asked(request)
    block = await _block(request, how)
    if request.url.path != block.topic.url:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(block.topic.url + query, 301)
    actor = actor_of(request)
    if (led := await _led(request, how, block)) is not None:
        return led
    answer = await _answer(request, how, block)
    if actor.member_id is not None and actor.scopes is None:
        # Only now: the page itself still says what was new.
        seen(request).note(actor.member_id, block.topic.id, block.read_to)
    return answer


async def _led(request: Request[Any], how: Asked, block: Block) -> Response | None:
    """Lead to the post that the address looks for, where it looks for one."""
    actor, at = actor_of(request), request.query_params.get("at")
    if at == UNREAD and actor.member_id is not None:
        return await _to_unread(request, how, block)
    number = LARGEST_NUMBER if at == NEWEST else how.number
    if number is None:
        return None
    async with runtime(request).database.reading() as db:
        post = await queries.post_numbered(db, actor, block.topic.id, number)
    # By time, the newest post stands at the end of a page; what came before it is worth seeing.
    ends = at == NEWEST and how.wanted.shape == "flat"
    where = {"before": END} if ends else {"at": post}
    return RedirectResponse(address(block.topic.url, how, **where) + f"#p{post}", 303)


async def _to_unread(request: Request[Any], how: Asked, block: Block) -> Response:
    """Lead to the first post that the reader has not seen; if there is none, to the newest page."""
    actor, topic = actor_of(request), block.topic
    read = (await progress(request, actor.require_member(), [topic.id]))[topic.id].read
    async with runtime(request).database.reading() as db:
        post = await queries.first_new_post(db, actor, topic.id, how.wanted.shape, read)
    if post is None:
        return RedirectResponse(address(topic.url, how, before=END), 303)
    return RedirectResponse(address(topic.url, how, at=post) + f"#p{post}", 303)


async def _answer(request: Request[Any], how: Asked, block: Block) -> Response:
    if actor_of(request).member_id is None or not block.is_common:
        return await page(request, TEMPLATE, _context(request, how, block))

    async def context() -> Mapping[str, object]:
        # Asked for once more: what was announced since then must not be missing from what is kept.
        return _context(request, how, await _block(request, how))

    key = (how.wanted, how.view, how.language)
    return await member_page(request, key, await topic_channels(request), TEMPLATE, context)


async def topic_again(request: Request[Any], form: Form, status: int) -> Response:
    """Show the newest page of a topic with a reply that was refused, as it was typed."""
    how = asked(request)
    context = _context(request, how, await _block(request, how), form)
    return await page(request, TEMPLATE, context, status=status)


async def _block(request: Request[Any], how: Asked) -> Block:
    topic_id = TopicId(row_id(request.path_params["topic_id"]))
    actor = actor_of(request)
    resources = runtime(request)

    async def make(audience: Actor) -> Block:
        channel = f"topic:{topic_id}"
        # Where the channel stands comes first: what is added meanwhile then comes live, once more.
        offset, epoch = (await resources.log.heads([channel])).get(channel, (0, ""))
        async with resources.database.reading() as db:
            view = await reading.topic_view(db, audience, topic_id, how.wanted)
        if (language := how.wanted.language) is not None:
            missing = reading.missing(view.posts.items, language, view.topic)
            await ask_for(request, missing, language)
        shown = {"topic": view.topic, "posts": view.posts.items}
        context = {**shown, "view": how.view, "lang": how.language}
        html = render(request, "discussions/_posts.html", context)
        is_common = audience.member_id is None or audience.is_moderator
        block = _as_block(view, html, (offset, epoch), is_common=is_common)
        return replace(block, countries=await countries(request, topic_id))

    saving = page_context(request).save_data
    reader = (how.view, how.language, actor.locale, actor.zone, saving)
    key = ("posts", topic_id, how.wanted, *reader)
    return await shared(request, key, await topic_channels(request), make)


def _as_block(view: TopicView, html: str, head: tuple[int, str], *, is_common: bool) -> Block:
    shown = len(view.posts.items)
    return Block(
        topic=view.topic,
        html=html,
        first=view.before + 1 if shown else 0,
        last=view.before + shown,
        previous=view.posts.previous,
        following=view.posts.next,
        offset=head[0],
        epoch=head[1],
        is_common=is_common,
        read_to=view.read_to,
        answer=view.answer,
        language_versions=view.language_versions,
    )


def _context(
    request: Request[Any], how: Asked, block: Block, form: Form | None = None
) -> Mapping[str, object]:
    """What fills the page around a block of posts."""
    actor, topic, site = actor_of(request), block.topic, runtime(request).settings.public_url
    links = pager(topic.url, how, block.previous, block.following)
    here = actor.at(topic.space.id)
    live = {"channel": f"topic:{topic.id}", "offset": block.offset, "epoch": block.epoch}
    return {
        "topic": topic,
        "countries": block.countries,
        "moderates": here.may(Permission.POST_HIDE, topic.language),
        "reading": reading_links(topic.url, how),
        "posts_html": Markup(block.html),  # noqa: S704 (rendered from a template)
        "first": block.first,
        "last": block.last,
        "pager": links,
        "jumps": jumps(topic.url, how) if links["first"] or links["next"] else None,
        "live": live,
        "newest": address(topic.url, how, before=END) if links["next"] else None,
        "words": resource_words(actor.locale) if topic.resource else {},
        "language_versions": block.language_versions,
        "question": question_page(topic, block.answer, site),
        "learning": learning_resource(topic, block.language_versions, site),
        "form": form or _reply_form(here, topic),
        "languages": language_choices(actor.reads),
    }


def _reply_form(actor: Actor, topic: TopicOut) -> Form | None:
    locked = topic.state != TopicState.OPEN
    if not actor.may(Permission.POST_REPLY) or (
        locked and not actor.may(Permission.TOPIC_MODERATE)
    ):
        return None
    return Form()


ROUTES = [
    Route("/t/{topic_id:int}", show_topic, name="topic"),
    Route("/t/{topic_id:int}/{slug}", show_topic, name="topic_at"),
]
