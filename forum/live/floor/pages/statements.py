"""Handing in a statement in writing."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import SlotId
from forum.db.unit import Unit
from forum.live.floor import actions, queries
from forum.live.floor.pages.acting import FLOOR, went
from forum.live.floor.pages.showing import ids_of
from forum.live.floor.schemas import StatementIn
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

ADDRESS = f"{FLOOR}/slots/{{slot_id:int}}/statement"


async def show(request: Request[Any]) -> Response:
    """Show the form for a statement, with what was handed in."""
    return await _page(request, None, 200)


async def write(request: Request[Any]) -> Response:
    """Hand in a statement, and go back to the list."""
    sent = await read_form(request, StatementIn)
    session_id, _ = ids_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.write_statement(unit, session_id, _slot(request), sent.value)
        return went(request, is_room=False)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form | None, status: int) -> Response:
    actor, resources = actor_of(request), runtime(request)
    actor.require_member()
    (session_id, item_id), now = ids_of(request), resources.clock()
    async with resources.database.reading() as db:
        shown = await queries.floor_of(db, actor, session_id, item_id, now)
        slot = await queries.slot_of_session(db, actor, session_id, _slot(request), now)
    if not slot.is_mine or slot.item_id != item_id:
        raise NotFound
    stands = slot.statement
    text, language = ("", "") if stands is None else (stands.text or "", stands.language)
    context = {
        "session": shown.session,
        "floor": shown.floor,
        "slot": slot,
        "form": form or Form({"text": text, "language": language}),
        "words_per_minute": queries.rules_of(shown.session).words_per_minute,
        "languages": language_choices(),
    }
    return await page(request, "live/statement.html", context, status=status)


def _slot(request: Request[Any]) -> SlotId:
    return SlotId(row_id(request.path_params["slot_id"]))


ROUTES = [
    Route(ADDRESS, show, methods=["GET"]),
    Route(ADDRESS, write, methods=["POST"]),
]
