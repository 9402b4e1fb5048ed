"""Forms of the floor: asking, leading, opening and closing lists."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import NaiveDatetime
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import SlotId
from forum.db.unit import Unit
from forum.live.floor import actions
from forum.live.floor.pages.showing import ids_of, list_page
from forum.live.floor.rules import ListState
from forum.live.floor.schemas import Empty, FloorOrder, FloorRequest, ListOrder
from forum.web.forms import Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.shapes import Input

FLOOR = "/sessions/{session_id:int}/floor/{item_id:int}"


class AskForm(FloorRequest):
    """A request from a page.

    Attributes:
        back: whether its sender was in the room, and goes back there.
    """

    back: bool = False


class OrderForm(FloorOrder):
    """An act on a request from a page; `back` as in `AskForm`, `after` is 0 for before all."""

    back: bool = False


class ListForm(Input):
    """Opening or closing a list from a page; times are those of the sender's time zone."""

    state: ListState
    expected: ListState
    opens_at: Annotated[NaiveDatetime | None, Empty] = None
    closes_at: Annotated[NaiveDatetime | None, Empty] = None
    back: bool = False


async def ask(request: Request[Any]) -> Response:
    """Ask for the floor on an item, or enter somebody on its list."""
    sent = await read_form(request, AskForm)
    session_id, item_id = ids_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = sent.value.model_dump(exclude={"back", "item_id"})
        await actions.request_floor(unit, session_id, FloorRequest(item_id=item_id, **given))
        return went(request, is_room=sent.value.back)

    return await attempt(request, sent, act) or await _again(request, sent)


async def order(request: Request[Any]) -> Response:
    """Do something to a request."""
    sent = await read_form(request, OrderForm)
    session_id, _ = ids_of(request)
    slot_id = SlotId(row_id(request.path_params["slot_id"]))

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = FloorOrder(
            act=sent.value.act, expected=sent.value.expected, after=sent.value.after or None
        )
        await actions.carry_out(unit, session_id, slot_id, given)
        return went(request, is_room=sent.value.back)

    return await attempt(request, sent, act) or await _again(request, sent)


async def change_list(request: Request[Any]) -> Response:
    """Open the list of an item, or close it."""
    sent = await read_form(request, ListForm)
    session_id, item_id = ids_of(request)
    zone = ZoneInfo(actor_of(request).zone)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = ListOrder(
            state=sent.value.state,
            expected=sent.value.expected,
            opens_at=_at(sent.value.opens_at, zone),
            closes_at=_at(sent.value.closes_at, zone),
        )
        await actions.change_list(unit, session_id, item_id, given)
        return went(request, is_room=sent.value.back)

    return await attempt(request, sent, act) or await _again(request, sent)


def went(request: Request[Any], *, is_room: bool) -> Response:
    """Back to where somebody came from."""
    session_id, item_id = ids_of(request)
    room = f"/sessions/{session_id}"
    return RedirectResponse(f"{room}#floor" if is_room else f"{room}/floor/{item_id}", 303)


async def _again(request: Request[Any], sent: Sent[Any]) -> Response:
    return await list_page(request, sent.form, sent.status)


def _at(local: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if local is None else local.replace(tzinfo=zone)


ROUTES = [
    Route(FLOOR, ask, methods=["POST"]),
    Route(f"{FLOOR}/list", change_list, methods=["POST"]),
    Route(f"{FLOOR}/slots/{{slot_id:int}}", order, methods=["POST"]),
]
