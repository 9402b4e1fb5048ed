"""Inviting people, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.schemas import Empty
from forum.core.ids import InvitationId
from forum.core.paging import encode_cursor
from forum.db.unit import Unit
from forum.invitations import actions, queries
from forum.invitations.reading import gifts
from forum.invitations.rules import Outcome
from forum.invitations.schemas import Gift, InvitationsForm, InvitationsQuery, LineOut
from forum.invitations.words import OUTCOMES, STATES
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from i18n.catalogs import gettext

LIST = "/admin/invitations"
_ASKED = ("state", "cursor")


async def show(request: Request[Any]) -> Response:
    """Show the form, and the invitations that were sent."""
    form = Form({"language": actor_of(request).locale, "days": "14"})
    return await _list(request, form, 200)


async def invite(request: Request[Any]) -> Response:
    """Invite people, and say of each line what became of it."""
    sent = await read_form(request, InvitationsForm)
    report: list[LineOut] = []

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        gift = Gift(**sent.value.model_dump(exclude={"addresses"}))
        report[:] = await actions.invite(unit, sent.value.addresses.splitlines(), gift)
        return RedirectResponse(LIST, 303)

    answer = await attempt(request, sent, act)
    if answer is None:
        return await _list(request, sent.form, 422)
    if not report:  # the form came twice, or there was nothing in it
        return answer
    sent.form.data["addresses"] = _left_out(report)
    return await _list(request, sent.form, 200, report)


def _left_out(report: Sequence[LineOut]) -> str:
    """The lines that could be mended and sent again."""
    again = {Outcome.NO_ADDRESS, Outcome.NO_LANGUAGE}
    return "\n".join(line.text for line in report if line.outcome in again)


async def send_again(request: Request[Any]) -> Response:
    """Send one again, and show the list."""
    sent = await read_form(request, Empty)

    async def act(unit: Unit) -> Response:
        await actions.send_again(unit, _invitation_id(request))
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def revoke(request: Request[Any]) -> Response:
    """Revoke one, and show the list."""
    sent = await read_form(request, Empty)

    async def act(unit: Unit) -> Response:
        await actions.revoke(unit, _invitation_id(request))
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def _list(
    request: Request[Any], form: Form, status: int, report: Sequence[LineOut] = ()
) -> Response:
    actor = actor_of(request)
    given = {name: request.query_params[name] for name in _ASKED if request.query_params.get(name)}
    asked = query(request, InvitationsQuery) if given else InvitationsQuery()
    window, now = asked.window(queries.CURSOR), runtime(request).clock()
    async with runtime(request).database.reading() as db:
        found = await queries.invitations_page(db, actor, asked.state, window, now)
        choices = await gifts(db, actor)
    more = None
    if found.next is not None:
        more = f"{LIST}?{urlencode({**given, 'cursor': encode_cursor(found.next)})}"
    context = {
        "form": form,
        "report": [_said(line, actor.locale) for line in report],
        "invited": sum(line.outcome == Outcome.INVITED for line in report),
        "invitations": found.items,
        "more": more,
        "space_choices": choices.spaces,
        "role_choices": choices.roles,
        "states": {state.value: gettext(text, actor.locale) for state, text in STATES.items()},
        "state": asked.state.value if asked.state else "",
    }
    return await page(request, "invitations/list.html", context, status=status)


def _said(line: LineOut, locale: str) -> Mapping[str, object]:
    told = gettext(OUTCOMES[line.outcome], locale)
    good = line.outcome == Outcome.INVITED
    return {"number": line.line, "text": line.text, "told": told, "good": good}


def _invitation_id(request: Request[Any]) -> InvitationId:
    return InvitationId(row_id(request.path_params["invitation_id"]))


ROUTES = [
    Route(LIST, show, methods=["GET"]),
    Route(LIST, invite, methods=["POST"]),
    Route(f"{LIST}/{{invitation_id:int}}/again", send_again, methods=["POST"]),
    Route(f"{LIST}/{{invitation_id:int}}/revoke", revoke, methods=["POST"]),
]
