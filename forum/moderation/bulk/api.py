"""Bulk acts for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.moderation.bulk import actions, queries
from forum.moderation.bulk.rules import (
    NotFinished,
    NothingFound,
    TooManyTargets,
    TooMuchToSearch,
    UndoneAlready,
)
from forum.moderation.bulk.schemas import BulkIn, BulkOut
from forum.moderation.schemas import Reason
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation
from forum.web.shapes import Input

_PATH = "/admin/actions/bulk"


class DryRun(Input):
    """Whether to say what it would be about, and change nothing."""

    dry_run: bool = False


class UndoAllIn(Input):
    """Why all is undone."""

    reason: Reason


@operation(
    "POST",
    _PATH,
    body=BulkIn,
    query=DryRun,
    answer=BulkOut,
    status=202,
    scope=Scope.MODERATE,
    refuses=[Forbidden, TooManyTargets, TooMuchToSearch, NothingFound, InvalidInput],
)
async def act_on_many(
    _request: Request[Any], unit: Unit, *, body: BulkIn, query: DryRun
) -> BulkOut:
    """Have one act done to many things, 10,000 at most; each is checked and recorded by itself.

    With `dry_run`, say how many they are and show some. The channel `member:<id>` tells how far it
    is (`bulk.progressed`).
    """
    do = actions.rehearse if query.dry_run else actions.start
    return await do(unit, body)


@operation(
    "GET",
    _PATH,
    query=ListQuery,
    answer=ListOut[BulkOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_runs(request: Request[Any], *, query: ListQuery) -> Reply:
    """List what was done to many things at once, the newest first."""
    window = query.window(queries.RUN_CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.runs_page(db, actor_of(request), window))


@operation(
    "GET",
    f"{_PATH}/{{run_id:int}}",
    answer=BulkOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def show_run(request: Request[Any]) -> BulkOut:
    """Tell how far it is."""
    async with runtime(request).database.reading() as db:
        return await queries.run(db, actor_of(request), _run_id(request))


@operation(
    "POST",
    f"{_PATH}/{{run_id:int}}/undo",
    body=UndoAllIn,
    answer=BulkOut,
    status=202,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, NotFinished, UndoneAlready, NothingFound, InvalidInput],
)
async def undo_run(request: Request[Any], unit: Unit, *, body: UndoAllIn) -> BulkOut:
    """Have all of it undone; that about which somebody decided since stays as it is."""
    return await actions.undo_all(unit, _run_id(request), body.reason)


def _run_id(request: Request[Any]) -> int:
    return row_id(request.path_params["run_id"])


ROUTES = [act_on_many, list_runs, show_run, undo_run]
