"""Drafts for programs, each for its member alone."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, InvalidInput, NotFound
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.drafts import actions, queries
from forum.drafts.rules import Place, TooManyDrafts, place_of
from forum.drafts.schemas import DraftOut, DraftText
from forum.runtime import runtime
from forum.web.conditions import etag, version_asked
from forum.web.identity import actor_of
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/me/drafts", answer=ListOut[DraftOut], scope=Scope.READ)
async def list_drafts(request: Request[Any]) -> Reply:
    """List all of your drafts, the last saved first."""
    member = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        return listed(request, Page(await queries.drafts(db, member)))


@operation("GET", "/me/drafts/{place}", answer=DraftOut, scope=Scope.READ, refuses=[NotFound])
async def get_draft(request: Request[Any]) -> Reply:
    """Show your draft for a place: `space:<slug>`, `topic:<id>`, `post:<id>` or `edit:<id>`."""
    member = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.draft(db, member, _place(request))
    if found is None:
        raise NotFound
    return _shown(found)


@operation(
    "PUT",
    "/me/drafts/{place}",
    body=DraftText,
    answer=DraftOut,
    scope=Scope.WRITE,
    refuses=[NotFound, TooManyDrafts, EditedMeanwhile, InvalidInput],
)
async def save_draft(request: Request[Any], unit: Unit, *, body: DraftText) -> Reply:
    """Keep a draft; `If-Match: "v0"` insists that there is none yet."""
    version = version_asked(request)
    return _shown(await actions.save_draft(unit, _place(request), body, version=version))


@operation("DELETE", "/me/drafts/{place}", status=204, scope=Scope.WRITE, refuses=[NotFound])
async def discard_draft(request: Request[Any], unit: Unit) -> None:
    """Delete a draft, whether it is there or not."""
    await actions.discard_draft(unit, _place(request))


def _place(request: Request[Any]) -> Place:
    return place_of(request.path_params["place"])


def _shown(found: DraftOut) -> Reply:
    return Reply(found, headers={"etag": etag(found.version)})


ROUTES = [list_drafts, get_draft, save_draft, discard_draft]
