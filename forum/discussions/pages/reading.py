"""A topic, read by people."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Permission
from forum.discussions import reading
from forum.discussions.keeping import topic_channels
from forum.discussions.pages.asked import END, Asked, address, asked, pager, reading_links
from forum.discussions.reading import TopicView
from forum.discussions.rules import TopicState
from forum.runtime import runtime
from forum.translations.asking import ask_for
from forum.web.choices import language_choices
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.kept import kept_for_visitors, shared
from forum.web.render import page, render


@dataclass(frozen=True, slots=True)
class Block:
    """What all readers of a page of posts share, and where its channel stood before it was read."""

    view: TopicView
    html: str
    offset: int
    epoch: str


@kept_for_visitors(topic_channels)
async def show_topic(request: Request[Any]) -> Response:
    """Show a page of a topic, at its readable address."""
    how = asked(request)
    block = await _block(request, how)
    if request.url.path != block.view.topic.url:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(block.view.topic.url + query, 301)
    return topic_page(request, how, block)


async def topic_again(request: Request[Any], form: Form, status: int) -> Response:
    """Show the newest page of a topic with a reply that was refused, as it was typed."""
    how = asked(request)
    return topic_page(request, how, await _block(request, how), form, status)


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
        context = {"posts": view.posts.items, "view": how.view, "lang": how.language}
        return Block(view, render(request, "discussions/_posts.html", context), offset, epoch)

    key = ("posts", topic_id, how.wanted, how.view, how.language, actor.locale, actor.zone)
    return await shared(request, key, await topic_channels(request), make)


def topic_page(
    request: Request[Any], how: Asked, block: Block, form: Form | None = None, status: int = 200
) -> Response:
    """The page around a block of posts."""
    view, url = block.view, block.view.topic.url
    shown = len(view.posts.items)
    links = pager(url, how, view.posts.previous, view.posts.next)
    context = {
        "topic": view.topic,
        "reading": reading_links(url, how),
        "posts_html": Markup(block.html),  # noqa: S704 (rendered from a template)
        "first": view.before + 1 if shown else 0,
        "last": view.before + shown,
        "pager": links,
        "live": _live(view, block),
        "newest": address(url, how, before=END) if links["next"] else None,
        "form": form or _reply_form(actor_of(request), view),
        "languages": language_choices(actor_of(request).reads),
    }
    return page(request, "discussions/topic.html", context, status=status)


def _live(view: TopicView, block: Block) -> dict[str, Any]:
    return {
        "channel": f"topic:{view.topic.id}",
        "offset": block.offset,
        "epoch": block.epoch,
    }


def _reply_form(actor: Actor, view: TopicView) -> Form | None:
    locked = view.topic.state != TopicState.OPEN
    if not actor.may(Permission.POST_REPLY) or (locked and not actor.is_moderator):
        return None
    return Form()


ROUTES = [
    Route("/t/{topic_id:int}", show_topic, name="topic"),
    Route("/t/{topic_id:int}/{slug}", show_topic, name="topic_at"),
]
