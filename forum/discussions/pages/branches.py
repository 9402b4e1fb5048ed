"""One branch of a topic, read alone: where threads grow too deep to be drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.paging import Page
from forum.discussions import queries, reading
from forum.discussions.pages.asked import Asked, address, asked, pager, reading_links
from forum.discussions.pages.named import named_post
from forum.discussions.queries import Branch
from forum.discussions.schemas import PostOut, TopicOut
from forum.runtime import runtime
from forum.translations.asking import ask_for
from forum.web.identity import actor_of
from forum.web.render import page, render


async def show_branch(request: Request[Any]) -> Response:
    """Show a post and the replies below it; of a topic's first post, that is the topic."""
    how, actor = _as_tree(asked(request)), actor_of(request)
    language = how.wanted.language
    async with runtime(request).database.reading() as db:
        branch = await queries.branch(db, actor, named_post(request))
        topic = await queries.topic(db, actor, branch.topic_id)
        if not branch.path:
            return RedirectResponse(address(topic.url, how), 303)
        found = await queries.branch_page(db, actor, branch, how.wanted.window)
        posts = await reading.with_translations(db, found.items, language)
    if language is not None:
        await ask_for(request, reading.missing(posts, language), language)
    html = _rendered(request, topic, _from(branch, posts), how)
    context = _context(how, topic, branch, found)
    return await page(request, "discussions/branch.html", {**context, "posts_html": html})


def _as_tree(how: Asked) -> Asked:
    return replace(how, wanted=replace(how.wanted, shape="tree"))


def _from(branch: Branch, posts: Sequence[PostOut]) -> Sequence[PostOut]:
    """The same posts, indented as if the branch began the topic."""
    return [post.model_copy(update={"depth": post.depth - branch.depth}) for post in posts]


def _rendered(
    request: Request[Any], topic: TopicOut, posts: Sequence[PostOut], how: Asked
) -> Markup:
    context = {"topic": topic, "posts": posts, "view": how.view, "lang": how.language}
    html = render(request, "discussions/_posts.html", context)
    return Markup(html)  # noqa: S704 (rendered from a template)


def _context(
    how: Asked, topic: TopicOut, branch: Branch, found: Page[PostOut]
) -> Mapping[str, object]:
    url = f"/p/{branch.post_id}/branch"
    up = address(f"/p/{branch.parent_id}/branch", how) if branch.parent_id else None
    return {
        "topic": topic,
        "number": branch.number,
        "reading": reading_links(url, how),
        "pager": pager(url, how, found.previous, found.next),
        "up": up,
        "in_topic": address(topic.url, how, at=branch.post_id) + f"#p{branch.post_id}",
    }


ROUTES = [Route("/p/{post_id:int}/branch", show_branch, name="post_branch")]
