"""Bookmarks for programs, each for its member alone."""

from typing import Any

from starlette.requests import Request

from forum.bookmarks import actions, queries, reading
from forum.bookmarks.schemas import BookmarkNote, BookmarkOut
from forum.core.errors import InvalidInput, NotFound
from forum.core.ids import PostId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/me/bookmarks",
    query=ListQuery,
    answer=ListOut[BookmarkOut],
    scope=Scope.READ,
    refuses=[InvalidInput],
)
async def list_bookmarks(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the posts that you keep, the last kept first."""
    window = query.window(queries.SHAPE)
    async with runtime(request).database.reading() as db:
        return listed(request, await reading.bookmarks(db, actor_of(request), window))


@operation(
    "PUT",
    "/posts/{post_id:int}/bookmark",
    body=BookmarkNote,
    answer=BookmarkOut,
    scope=Scope.WRITE,
    refuses=[NotFound, InvalidInput],
)
async def save_bookmark(request: Request[Any], unit: Unit, *, body: BookmarkNote) -> BookmarkOut:
    """Keep a post for yourself, or change your note about it."""
    await actions.save_bookmark(unit, _post_id(request), body.note)
    return await reading.bookmark(unit.db, unit.actor, _post_id(request))


@operation(
    "DELETE",
    "/posts/{post_id:int}/bookmark",
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound],
)
async def remove_bookmark(request: Request[Any], unit: Unit) -> None:
    """Keep a post no longer, whether you did or not."""
    await actions.remove_bookmark(unit, _post_id(request))


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [list_bookmarks, save_bookmark, remove_bookmark]
