"""One post at its own address, as a page and as the piece of one that a live page fetches."""

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.ids import PostId
from forum.discussions import queries, reading
from forum.discussions.pages.asked import Asked, address, asked, reading_links
from forum.discussions.revisions import revisions
from forum.discussions.schemas import PostOut, TopicOut
from forum.runtime import runtime
from forum.translations.asking import ask_for
from forum.web.answers import compress
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.own import filled
from forum.web.render import page, render


async def _post(request: Request[Any], how: Asked) -> tuple[TopicOut, PostOut]:
    actor, post_id = actor_of(request), PostId(row_id(request.path_params["post_id"]))
    async with runtime(request).database.reading() as db:
        post = await reading.post_in(db, actor, post_id, how.wanted.language)
        topic = await queries.topic(db, actor, post.topic_id)
    if (language := how.wanted.language) is not None:
        await ask_for(request, reading.missing([post], language), language)
    return topic, post


def _rendered(request: Request[Any], topic: TopicOut, post: PostOut, how: Asked) -> str:
    context = {"topic": topic, "post": post, "view": how.view, "lang": how.language}
    return render(request, "discussions/_post.html", context)


async def show_post(request: Request[Any]) -> Response:
    """Show one post at its permanent address."""
    how = asked(request)
    topic, post = await _post(request, how)
    context = {
        "topic": topic,
        "post": post,
        "reading": reading_links(post.url, how),
        "post_html": Markup(_rendered(request, topic, post, how)),  # noqa: S704 (from a template)
        "in_topic": address(topic.url, how, at=post.id) + f"#p{post.id}",
    }
    return await page(request, "discussions/post.html", context)


async def show_fragment(request: Request[Any]) -> Response:
    """Send one post as it stands in a topic."""
    how = asked(request)
    topic, post = await _post(request, how)
    headers = {"cache-control": "private, no-cache"}
    text = await filled(request, _rendered(request, topic, post, how))
    return compress(request, Response(text, headers=headers, media_type="text/html"))


async def show_revisions(request: Request[Any]) -> Response:
    """Show the earlier texts of a post."""
    how = asked(request)
    topic, post = await _post(request, how)
    async with runtime(request).database.reading() as db:
        earlier = await revisions(db, actor_of(request), post.id, changes=True)
    context = {"topic": topic, "post": post, "revisions": earlier}
    return await page(request, "discussions/revisions.html", context)


ROUTES = [
    Route("/p/{post_id:int}", show_post, name="post"),
    Route("/p/{post_id:int}/fragment", show_fragment, name="post_fragment"),
    Route("/p/{post_id:int}/revisions", show_revisions, name="post_revisions"),
]
