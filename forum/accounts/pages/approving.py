"""Registrations that wait, for the secretariat."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, queries
from forum.accounts.schemas import Decision, Empty
from forum.core.ids import MemberId
from forum.core.paging import encode_cursor
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.lists import ListQuery
from forum.web.render import page

LIST = "/admin/registrations"


async def show(request: Request[Any]) -> Response:
    """Show the registrations that wait, the oldest first."""
    return await _list(request, Form(), 200)


async def approve(request: Request[Any]) -> Response:
    """Approve one, and show the others."""
    sent = await read_form(request, Empty)

    async def act(unit: Unit) -> Response:
        await actions.approve(unit, _member_id(request))
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def decline(request: Request[Any]) -> Response:
    """Decline one, and show the others."""
    sent = await read_form(request, Decision)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.decline(unit, _member_id(request), sent.value.reason)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    asked = ListQuery()
    if "cursor" in request.query_params:
        asked = query(request, ListQuery)
    window = asked.window(queries.REGISTRATION_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.registrations_page(db, actor_of(request), window)
        total = await queries.registration_count(db)
    more = f"{LIST}?{urlencode({'cursor': encode_cursor(found.next)})}" if found.next else None
    about = request.path_params.get("member_id")
    context = {"registrations": found.items, "total": total, "more": more, "form": form}
    return await page(
        request, "accounts/registrations.html", {**context, "about": about}, status=status
    )


def _member_id(request: Request[Any]) -> MemberId:
    return MemberId(row_id(request.path_params["member_id"]))


ROUTES = [
    Route(LIST, show, methods=["GET"]),
    Route(f"{LIST}/{{member_id:int}}/approve", approve, methods=["POST"]),
    Route(f"{LIST}/{{member_id:int}}/decline", decline, methods=["POST"]),
]
