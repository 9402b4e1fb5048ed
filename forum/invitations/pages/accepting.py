"""Opening an invitation, and accepting it."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import oidc, passwords
from forum.accounts.actions import Joining
from forum.accounts.pages.common import come_in, refused
from forum.accounts.partners import partner_names
from forum.accounts.rules import HandleTaken
from forum.accounts.schemas import Empty, Newcomer
from forum.accounts.throttles import throttles
from forum.accounts.vouching import vouch
from forum.core.errors import Fault, ForumError, InvalidInput
from forum.db.unit import Unit
from forum.invitations import actions
from forum.invitations.opening import Ask, Opened, open_invitation
from forum.invitations.rules import InvitationNotGood
from forum.invitations.schemas import JoinForm
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page

TEMPLATE = "invitations/invitation.html"


async def show(request: Request[Any]) -> Response:
    """Show an invitation, and what there is to do; opening it changes nothing."""
    opened = await _opened(request)
    answer = await page(request, TEMPLATE, {"form": Form(), **_context(request, opened)})
    answer.headers["cache-control"] = "no-store"
    if opened.ask == Ask.JOIN:
        vouch(request, answer, opened.row.email)
    return answer


async def join(request: Request[Any]) -> Response:
    """Make an account for who was invited, and sign them in."""
    opened = await _opened(request)
    if opened.ask != Ask.JOIN:
        return RedirectResponse(request.url.path, 303)
    sent = await read_form(request, JoinForm)
    sent.form.data.pop("password", None)
    context = _context(request, opened)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": sent.form, **context}, status=422)
    try:
        await throttles(request).registration(address_of(request))
        joining = await _joining(opened, sent.value)
        async with runtime(request).unit(actor_of(request)) as unit:
            member_id = await actions.join(unit, opened.row, joining)
    except InvitationNotGood:
        raise
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, _beside(error), **context)
    return await come_in(request, member_id, _onward(opened))


async def _joining(opened: Opened, said: JoinForm) -> Joining:
    draft = Newcomer(**said.model_dump(exclude={"password"}), email=opened.row.email)
    return Joining(draft, await passwords.hashed(said.password), opened.row.language)


def _beside(error: ForumError) -> ForumError:
    if isinstance(error, HandleTaken):
        return InvalidInput([Fault("handle", error.text)])
    return error


async def accept(request: Request[Any]) -> Response:
    """Accept an invitation as the member who is signed in."""
    opened = await _opened(request)
    sent = await read_form(request, Empty)

    async def act(unit: Unit) -> Response:
        await actions.accept(unit, opened.row)
        return RedirectResponse(_onward(opened), 303)

    context = {"form": sent.form, **_context(request, opened)}
    return await attempt(request, sent, act) or await page(request, TEMPLATE, context, status=422)


async def _opened(request: Request[Any]) -> Opened:
    word = request.path_params["word"]
    return await open_invitation(runtime(request), actor_of(request), word)


def _onward(opened: Opened) -> str:
    return f"/s/{opened.slug}" if opened.slug else "/"


def _context(request: Request[Any], opened: Opened) -> dict[str, object]:
    row, path = opened.row, request.url.path.removesuffix("/accept")
    return {
        "ask": opened.ask.value,
        "invitation": {"email": row.email, "expires_at": row.expires_at},
        "space": opened.space,
        "by": opened.by,
        "path": path,
        "next": quote(path),
        "countries": partner_names(actor_of(request).locale),
        "elsewhere": [(one.name, one.label) for one in oidc.providers(request).values()],
    }


ROUTES = [
    Route("/invitation/{word}", show, methods=["GET"]),
    Route("/invitation/{word}", join, methods=["POST"]),
    Route("/invitation/{word}/accept", accept, methods=["POST"]),
]
