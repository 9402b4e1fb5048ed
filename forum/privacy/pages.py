"""The page on which members get a copy of their data."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from forum.accounts.pages.common import pressed
from forum.accounts.rules import check_own
from forum.core.errors import NotFound
from forum.core.permissions import Scope
from forum.privacy import actions, queries
from forum.privacy.queries import DOWNLOAD
from forum.privacy.schemas import ExportState
from forum.privacy.tables import DataExport
from forum.runtime import runtime
from forum.uploads.store import store_of
from forum.web.identity import actor_of
from forum.web.render import page

PAGE = "/settings/data"
_HEADERS = {
    "content-type": "application/zip",
    "content-disposition": 'attachment; filename="my-data.zip"',
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


async def show(request: Request[Any]) -> Response:
    """Show how far the copy is."""
    copy = queries.export_out(await _found(request), runtime(request).clock())
    return await page(request, "privacy/data.html", {"copy": copy})


async def ask(request: Request[Any]) -> Response:
    """Have a copy made."""
    await pressed(request)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.request_export(unit)
    return RedirectResponse(PAGE, 303)


async def download(request: Request[Any]) -> Response:
    """Send the copy."""
    row = await _found(request)
    copy = queries.export_out(row, runtime(request).clock())
    if row is None or copy.state is not ExportState.READY:
        raise NotFound
    try:
        opened = await store_of(request).open(row.key)
    except FileNotFoundError as error:
        raise NotFound from error
    headers = {**_HEADERS, "content-length": str(opened.size)}
    return StreamingResponse(opened.pieces, headers=headers)


async def _found(request: Request[Any]) -> DataExport | None:
    member_id = check_own(actor_of(request), Scope.READ)
    async with runtime(request).database.reading() as db:
        return await queries.export(db, member_id)


ROUTES = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, ask, methods=["POST"]),
    Route(DOWNLOAD, download, methods=["GET"]),
]
