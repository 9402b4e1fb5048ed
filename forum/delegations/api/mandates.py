"""Mandates for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import MandateId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.rules import DelegationClosed, MandateEnded, MandateOverlaps
from forum.delegations.schemas import MandateDraft, MandateOut
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/delegations/{slug}/mandates",
    query=ListQuery,
    answer=ListOut[MandateOut],
    scope=Scope.READ,
    refuses=[NotFound, InvalidInput],
)
async def list_mandates(request: Request[Any], *, query: ListQuery) -> Reply:
    """List who acted, acts and will act for a delegation, the newest mandate first."""
    window, resources = query.window(queries.MANDATE_CURSOR), runtime(request)
    actor, now = actor_of(request), resources.clock()
    async with resources.database.reading() as db:
        row = await queries.delegation_by_slug(db, request.path_params["slug"])
        assert row.id is not None  # noqa: S101 (it was read)
        return listed(request, await queries.mandates_page(db, actor, row.id, window, now))


@operation(
    "POST",
    "/delegations/{slug}/mandates",
    body=MandateDraft,
    answer=MandateOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, InvalidInput, DelegationClosed, MandateOverlaps],
)
async def give_mandate(request: Request[Any], unit: Unit, *, body: MandateDraft) -> MandateOut:
    """Let a member act for a delegation."""
    row = await actions.give_mandate(unit, request.path_params["slug"], body)
    return await queries.one_mandate(unit.db, row, unit.now)


@operation(
    "POST",
    "/delegations/{slug}/mandates/{mandate_id:int}/end",
    answer=MandateOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, MandateEnded],
)
async def end_mandate(request: Request[Any], unit: Unit) -> MandateOut:
    """Let a member act for a delegation no more, from now on."""
    given = request.path_params
    mandate_id = MandateId(row_id(given["mandate_id"]))
    row = await actions.end_mandate(unit, given["slug"], mandate_id)
    return await queries.one_mandate(unit.db, row, unit.now)


ROUTES = [list_mandates, give_mandate, end_mandate]
