"""Bookmarks for people."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.bookmarks import actions, queries, reading
from forum.bookmarks.schemas import LONGEST_NOTE, BookmarkNote
from forum.core.ids import PostId
from forum.core.paging import Key, Window, encode_cursor, window_at
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.schemas import PostOut, TopicOut
from forum.runtime import runtime
from forum.text.excerpt import excerpt
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 30
_SHOWN = 240
"""Characters of a post in the list."""
URL = "/bookmarks"


class ListAsked(QueryString):
    """The part of the list's address after `?`."""

    after: str | None = None
    before: str | None = None

    @property
    def window(self) -> Window:
        """The part of the list that is asked for."""
        return window_at(PER_PAGE, queries.SHAPE, after=self.after, before=self.before)


async def list_bookmarks(request: Request[Any]) -> Response:
    """Show the posts that the reader keeps."""
    asked = query(request, ListAsked)
    async with runtime(request).database.reading() as db:
        found = await reading.bookmarks(db, actor_of(request), asked.window)
    rows = [(one, excerpt(one.post.body.source, _SHOWN) if one.post else "") for one in found.items]
    pager = _pager(found.previous, found.next)
    return await page(request, "bookmarks/list.html", {"bookmarks": rows, "pager": pager})


def _pager(previous: Key | None, following: Key | None) -> dict[str, str | None]:
    return {
        "first": URL if previous else None,
        "previous": f"{URL}?before={encode_cursor(previous)}" if previous else None,
        "next": f"{URL}?after={encode_cursor(following)}" if following else None,
        "last": None,
    }


class Bookmarking(BookmarkNote):
    """What a form asks for: to keep a post with a note, or no longer."""

    remove: bool = False


async def edit_bookmark(request: Request[Any]) -> Response:
    """Offer to keep a post, or show the note about one that is kept."""
    member, post_id = actor_of(request).require_member(), _post_id(request)
    async with runtime(request).database.reading() as db:
        kept = await queries.bookmark(db, member, post_id)
    form = Form({"note": kept.note if kept else ""})
    return await _edit(request, form, 200, kept=kept is not None)


async def _edit(request: Request[Any], form: Form, status: int, *, kept: bool) -> Response:
    topic, post = await _topic_and_post(request)
    context = {"topic": topic, "post": post, "form": form, "kept": kept, "longest": LONGEST_NOTE}
    return await page(request, "bookmarks/edit.html", context, status=status)


async def save_bookmark(request: Request[Any]) -> Response:
    """Keep a post and go back to it; or keep it no longer, and go to the others."""
    sent, post_id = await read_form(request, Bookmarking), _post_id(request)
    actor_of(request).require_member()

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        if sent.value.remove:
            await actions.remove_bookmark(unit, post_id)
            return RedirectResponse(URL, 303)
        await actions.save_bookmark(unit, post_id, sent.value.note)
        post = await discussions.post(unit.db, unit.actor, post_id)
        topic = await discussions.topic(unit.db, unit.actor, post.topic_id)
        return RedirectResponse(f"{topic.url}?at={post_id}#p{post_id}", 303)

    return await attempt(request, sent, act) or await _edit(request, sent.form, 422, kept=False)


async def _topic_and_post(request: Request[Any]) -> tuple[TopicOut, PostOut]:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        post = await discussions.post(db, actor, _post_id(request))
        return await discussions.topic(db, actor, post.topic_id), post


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [
    Route("/bookmarks", list_bookmarks),
    Route("/p/{post_id:int}/keep", edit_bookmark),
    Route("/p/{post_id:int}/keep", save_bookmark, methods=["POST"]),
]
