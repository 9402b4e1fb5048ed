"""Delegations for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.rules import DelegationTaken
from forum.delegations.schemas import (
    DelegationChange,
    DelegationDraft,
    DelegationOut,
    DelegationWhole,
)
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/delegations",
    query=ListQuery,
    answer=ListOut[DelegationOut],
    refuses=[InvalidInput],
)
async def list_delegations(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the delegations that are not closed, in the order in which they were set up."""
    window = query.window(queries.DELEGATION_CURSOR)
    async with runtime(request).database.reading() as db:
        page = await queries.delegations_page(db, actor_of(request).locale, window)
    return listed(request, page)


@operation("GET", "/delegations/{slug}", answer=DelegationWhole, refuses=[NotFound])
async def get_delegation(request: Request[Any]) -> DelegationWhole:
    """Show one delegation."""
    slug, locale = request.path_params["slug"], actor_of(request).locale
    async with runtime(request).database.reading() as db:
        return await queries.delegation_whole(db, slug, locale)


@operation(
    "POST",
    "/delegations",
    body=DelegationDraft,
    answer=DelegationWhole,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, DelegationTaken, InvalidInput],
)
async def make_delegation(_request: Request[Any], unit: Unit, *, body: DelegationDraft) -> Reply:
    """Set up a delegation."""
    row = await actions.make_delegation(unit, body)
    made = await queries.delegation_whole(unit.db, row.slug, unit.actor.locale)
    return Reply(made, headers={"location": made.url})


@operation(
    "PATCH",
    "/delegations/{slug}",
    body=DelegationChange,
    answer=DelegationWhole,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def change_delegation(
    request: Request[Any], unit: Unit, *, body: DelegationChange
) -> DelegationWhole:
    """Change a delegation, or close it."""
    row = await actions.change_delegation(unit, request.path_params["slug"], body)
    return await queries.delegation_whole(unit.db, row.slug, unit.actor.locale)


ROUTES = [list_delegations, get_delegation, make_delegation, change_delegation]
