"""What waits for a moderator, for its author's programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import HeldId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions import holding, queries
from forum.discussions.rules import StillRead
from forum.discussions.schemas import HeldOut
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/held",
    query=ListQuery,
    answer=ListOut[HeldOut],
    scope=Scope.READ,
    refuses=[InvalidInput],
)
async def list_held(request: Request[Any], *, query: ListQuery) -> Reply:
    """List what one has written that waits for a moderator or was declined, the newest first."""
    window = query.window(queries.HELD_CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.held_by(db, actor_of(request), window))


@operation(
    "GET", "/held/{held_id:int}", answer=HeldOut, scope=Scope.READ, refuses=[Forbidden, NotFound]
)
async def get_held(request: Request[Any]) -> HeldOut:
    """Show a text that waits, or what became of it, to its author and to moderators."""
    async with runtime(request).database.reading() as db:
        return await queries.held(db, actor_of(request), _held_id(request))


@operation(
    "DELETE",
    "/held/{held_id:int}",
    status=204,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, StillRead],
)
async def withdraw_held(request: Request[Any], unit: Unit) -> None:
    """Take back a text that waits or was declined."""
    await holding.withdraw(unit, _held_id(request))


def _held_id(request: Request[Any]) -> HeldId:
    return HeldId(row_id(request.path_params["held_id"]))


ROUTES = [list_held, get_held, withdraw_held]
