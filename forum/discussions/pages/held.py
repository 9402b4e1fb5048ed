"""What one has written that waits for a moderator."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import HeldId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import holding, queries
from forum.discussions.pages.writing import Nothing
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page


async def show(request: Request[Any]) -> Response:
    """Show a text that waits, and what became of it."""
    return await _show(request, Form(), 200)


async def withdraw(request: Request[Any]) -> Response:
    """Take a text back, and go to what else waits."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await holding.withdraw(unit, _held_id(request))
        return RedirectResponse("/drafts", 303)

    return await attempt(request, sent, act) or await _show(request, sent.form, 409)


async def _show(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    actor.require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.held(db, actor, _held_id(request))
    here = actor.at(found.space.id)
    context = {
        "held": found,
        "mine": found.author.id == actor.member_id,
        "decides": here.may(Permission.FLAG_RESOLVE, found.language),
        "form": form,
    }
    return await page(request, "discussions/held.html", context, status=status)


def _held_id(request: Request[Any]) -> HeldId:
    return HeldId(row_id(request.path_params["held_id"]))


ROUTES = [
    Route("/held/{held_id:int}", show),
    Route("/held/{held_id:int}/withdraw", withdraw, methods=["POST"]),
]
