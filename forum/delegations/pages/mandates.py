"""Who acted, acts and will act for a delegation: shown, named, ended."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import Forbidden
from forum.core.ids import MandateId
from forum.core.paging import Window, window_at
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.rules import Capacity, day_of, may_name
from forum.delegations.schemas import MandateDraft, MandateForm, MandateOut, Nothing
from forum.delegations.words import capacity_choices, capacity_names, state_names
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 50


class MandatesAsked(QueryString):
    """The part of an address after `?`; names that others add are passed over."""

    after: str | None = None
    before: str | None = None

    def window(self) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, queries.MANDATE_CURSOR, after=self.after, before=self.before)


async def show(request: Request[Any]) -> Response:
    """Show all mandates for a delegation, and the form for a new one."""
    today = day_of(runtime(request).clock())
    form = Form({"capacity": Capacity.ADVISER.value, "first_day": today.isoformat()})
    return await _list(request, form, 200)


async def give(request: Request[Any]) -> Response:
    """Let somebody act for a delegation, and show the list."""
    sent, slug = await read_form(request, MandateForm), request.path_params["slug"]

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.give_mandate(unit, slug, MandateDraft(**sent.value.model_dump()))
        return RedirectResponse(f"/delegations/{slug}/mandates", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def end(request: Request[Any]) -> Response:
    """Let somebody act for a delegation no more, and show the list."""
    sent, slug = await read_form(request, Nothing), request.path_params["slug"]
    mandate_id = MandateId(row_id(request.path_params["mandate_id"]))

    async def act(unit: Unit) -> Response:
        await actions.end_mandate(unit, slug, mandate_id)
        return RedirectResponse(f"/delegations/{slug}/mandates", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    actor, resources = actor_of(request), runtime(request)
    member_id, now = actor.require_member(), resources.clock()
    window, slug = query(request, MandatesAsked).window(), request.path_params["slug"]
    async with resources.database.reading() as db:
        delegation = await queries.delegation_whole(db, slug, actor.locale)
        may_manage = actor.may(Permission.DELEGATION_MANAGE)
        if not may_manage and not await queries.is_focal_point(db, delegation.id, member_id, now):
            raise Forbidden
        found = await queries.mandates_page(db, actor, delegation.id, window, now)
    offered = [one for one in Capacity if may_manage or may_name(one, is_focal_point=False)]
    context = {
        "delegation": delegation,
        "mandates": [(one, may_manage or _theirs(one)) for one in found.items],
        "pager": pager(f"{delegation.url}/mandates", {}, found),
        "form": form,
        "choices": capacity_choices(actor.locale, offered),
        "capacities": capacity_names(actor.locale),
        "states": state_names(actor.locale),
        "may_manage": may_manage,
    }
    return await page(request, "delegations/mandates.html", context, status=status)


def _theirs(mandate: MandateOut) -> bool:
    return may_name(mandate.capacity, is_focal_point=mandate.is_focal_point)


ROUTES = [
    Route("/delegations/{slug}/mandates", show, name="mandates"),
    Route("/delegations/{slug}/mandates", give, methods=["POST"]),
    Route("/delegations/{slug}/mandates/{mandate_id:int}/end", end, methods=["POST"]),
]
