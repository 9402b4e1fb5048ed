"""Organisations for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.schemas import OrganisationChange, OrganisationDraft, OrganisationOut
from forum.runtime import runtime
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/organisations",
    query=ListQuery,
    answer=ListOut[OrganisationOut],
    refuses=[InvalidInput],
)
async def list_organisations(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the organisations, in the order in which they were added."""
    window = query.window(queries.ORGANISATION_CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.organisations_page(db, window))


@operation(
    "GET", "/organisations/{organisation_id:int}", answer=OrganisationOut, refuses=[NotFound]
)
async def get_organisation(request: Request[Any]) -> OrganisationOut:
    """Show one organisation."""
    key = row_id(request.path_params["organisation_id"])
    async with runtime(request).database.reading() as db:
        return await queries.organisation(db, key)


@operation(
    "POST",
    "/organisations",
    body=OrganisationDraft,
    answer=OrganisationOut,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, InvalidInput],
)
async def make_organisation(
    _request: Request[Any], unit: Unit, *, body: OrganisationDraft
) -> Reply:
    """Add an organisation."""
    made = queries.organisation_out(await actions.make_organisation(unit, body))
    return Reply(made, headers={"location": made.url})


@operation(
    "PATCH",
    "/organisations/{organisation_id:int}",
    body=OrganisationChange,
    answer=OrganisationOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def change_organisation(
    request: Request[Any], unit: Unit, *, body: OrganisationChange
) -> OrganisationOut:
    """Change an organisation."""
    key = row_id(request.path_params["organisation_id"])
    return queries.organisation_out(await actions.change_organisation(unit, key, body))


ROUTES = [list_organisations, get_organisation, make_organisation, change_organisation]
