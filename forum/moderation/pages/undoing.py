"""Undoing an act on record."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import AuditId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation import actions, queries
from forum.moderation.pages.lists import shown
from forum.moderation.schemas import Reason
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from forum.web.shapes import Input


class UndoForm(Input):
    """Why an act is undone."""

    reason: Reason


async def ask(request: Request[Any]) -> Response:
    """Show the act and ask why it is to be undone."""
    return await _form(request, Form(), 200)


async def undo(request: Request[Any]) -> Response:
    """Undo it, and go back to the record."""
    sent = await read_form(request, UndoForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.undo(unit, _audit_id(request), sent.value.reason)
        return RedirectResponse("/moderation/audit", 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    actor.require(Permission.AUDIT_READ)
    async with runtime(request).database.reading() as db:
        if await queries.entry_row(db, _audit_id(request)) is None:
            raise NotFound
        entry = await queries.entry(db, _audit_id(request))
    context = {"entry": shown(entry, actor.locale), "form": form}
    return await page(request, "moderation/undo.html", context, status=status)


def _audit_id(request: Request[Any]) -> AuditId:
    return AuditId(row_id(request.path_params["audit_id"]))


ROUTES = [
    Route("/moderation/audit/{audit_id:int}/undo", ask),
    Route("/moderation/audit/{audit_id:int}/undo", undo, methods=["POST"]),
]
