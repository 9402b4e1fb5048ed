"""Proving that mail arrives at an address which a mail server has refused."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import queries as accounts
from forum.accounts.tables import Member
from forum.accounts.throttles import throttles
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.db.unit import Unit
from forum.notifications import actions
from forum.notifications.pages.choosing import settings_page
from forum.notifications.schemas import Empty
from forum.notifications.words import ProofNotGood, check_proof, whose_proof
from forum.runtime import runtime
from forum.web.forms import attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page

SETTINGS = "/settings/notifications"


async def send_link(request: Request[Any]) -> Response:
    """Mail a link to the member's address; there are a few such mails an hour."""
    member_id = actor_of(request).require_member()
    sent = await read_form(request, Empty)
    async with runtime(request).database.reading() as db:
        member = await accounts.member_by_id(db, member_id)

    async def act(unit: Unit) -> Response:
        await throttles(request).mail(member.email)
        await actions.ask_for_proof(unit)
        return RedirectResponse(f"{SETTINGS}?done=sent", 303)

    answer = await attempt(request, sent, act)
    return answer or await settings_page(request, follow_form=sent.form, status=422)


async def ask(request: Request[Any]) -> Response:
    """Show the button: programs that look into mails open links, and press nothing."""
    member = await _proven(request)
    headers = {"referrer-policy": "no-referrer"}
    return await page(request, "notifications/prove.html", {"email": member.email}, headers=headers)


async def prove(request: Request[Any]) -> Response:
    """Send mail to the address again. The link is the proof; no sign-in is needed."""
    member = await _proven(request)
    async with runtime(request).unit(SYSTEM) as unit:
        await actions.take_proof(unit, member.email)
    here = SETTINGS if actor_of(request).member_id == member.id else "/sign-in"
    return RedirectResponse(f"{here}?done=proven", 303)


async def _proven(request: Request[Any]) -> Member:
    """Whose present address the link in the address has reached."""
    resources, word = runtime(request), request.path_params["word"]
    async with resources.database.reading() as db:
        try:
            member = await accounts.member_by_id(db, whose_proof(word))
        except NotFound:
            raise ProofNotGood from None
    check_proof(resources.key, word, member.email_key, resources.clock())
    return member


ROUTES = [
    Route(f"{SETTINGS}/prove", send_link, methods=["POST"]),
    Route("/prove/{word}", ask, methods=["GET"]),
    Route("/prove/{word}", prove, methods=["POST"]),
]
