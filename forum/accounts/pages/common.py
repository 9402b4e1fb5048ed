"""What the pages of accounts share."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.accounts import actions, cookies, words
from forum.accounts.devices import device
from forum.accounts.rules import own_path
from forum.core.errors import N_, ForumError, TooManyRequests
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web import csrf
from forum.web.forms import Form, explain
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext

DONE: Mapping[str, str] = {
    "profile": N_("Your settings are saved."),
    "password": N_("Your new password is set. You are signed out everywhere else."),
    "verified": N_("Your e-mail address is confirmed. Please sign in."),
    "confirm": N_("Please sign in to confirm your e-mail address."),
    "ended": N_("That sign-in has ended."),
    "revoked": N_("That access token is no longer good."),
    "signed-out": N_("You are signed out."),
}
"""What has just happened, by the word that an address carries after a form was sent."""


def notice(request: Request[Any]) -> None:
    """Have the page say what has just happened."""
    word = request.query_params.get("done", "")
    if word in DONE:
        text = gettext(DONE[word], actor_of(request).locale)
        kind = "info" if word == "confirm" else "success"
        request.scope["notices"] = [{"kind": kind, "text": text}]


async def pressed(request: Request[Any]) -> None:
    """Make sure that a button of one of our own pages was pressed.

    Raises:
        FormExpired: it was not, or the page lay open too long.
    """
    word = (await request.form(max_files=0, max_fields=10)).get(csrf.FIELD, "")
    csrf.check(request, word if isinstance(word, str) else "")


async def refused(
    request: Request[Any], template: str, form: Form, error: ForumError, **context: object
) -> Response:
    """Show a form again, with what was typed and why it was not taken."""
    explain(request, form, error)
    wait = {"retry-after": str(error.data["seconds"])} if isinstance(error, TooManyRequests) else {}
    return await page(
        request, template, {"form": form, **context}, status=error.status, headers=wait
    )


async def come_in(request: Request[Any], member_id: MemberId, path: str) -> Response:
    """Sign the browser in, and lead it to a page of ours."""
    async with runtime(request).unit(actor_of(request)) as unit:
        agent = request.headers.get("user-agent", "")
        word = await actions.sign_in(unit, member_id, device(agent))
    answer = RedirectResponse(own_path(path), 303)
    cookies.give(request, answer, word)
    return answer


def browser_of(request: Request[Any]) -> str:
    """Hash of the visitor's cookie; "" if the browser has none."""
    cookie = request.cookies.get(csrf.VISITOR_COOKIE)
    return words.digest(cookie) if cookie else ""
