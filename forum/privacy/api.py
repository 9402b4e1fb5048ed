"""Copies of one's own data for programs."""

from typing import Any

from starlette.requests import Request

from forum.accounts.rules import check_own
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.privacy import actions, queries
from forum.privacy.schemas import ExportOut
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.openapi import operation


@operation("POST", "/me/export", answer=ExportOut, status=202, scope=Scope.WRITE)
async def request_export(_request: Request[Any], unit: Unit) -> ExportOut:
    """Have a copy made of all data of the member who asks; one of the last day will do."""
    return await actions.request_export(unit)


@operation("GET", "/me/export", answer=ExportOut, scope=Scope.READ)
async def show_export(request: Request[Any]) -> ExportOut:
    """Say how far the copy is, and where it is downloaded for a week."""
    member_id = check_own(actor_of(request), Scope.READ)
    async with runtime(request).database.reading() as db:
        row = await queries.export(db, member_id)
    return queries.export_out(row, runtime(request).clock())


ROUTES = [request_export, show_export]
