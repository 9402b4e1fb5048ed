"""Showing again who one is, before what changes who can use an account."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies, queries, second_step
from forum.accounts.pages.common import prove_again, refused
from forum.accounts.rules import check_person, own_path
from forum.accounts.schemas import Confirmation, ShownPasskey
from forum.accounts.throttles import throttles
from forum.core.errors import ForumError, SignInRequired
from forum.core.late import late
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page

if TYPE_CHECKING:
    from forum.accounts import passkeys
else:
    passkeys = late("forum.accounts.passkeys")

TEMPLATE = "accounts/confirm.html"


async def ask(request: Request[Any]) -> Response:
    """Show the form."""
    path = own_path(request.query_params.get("next", "/settings/security"))
    context = {"form": Form({"next": path}), **await _ways(request)}
    return await page(request, TEMPLATE, context)


async def confirm(request: Request[Any]) -> Response:
    """Go on with who shows their code, or where they have none, their password."""
    sent = await read_form(request, Confirmation)
    sent.form.data = {"next": sent.form.data.get("next", "")}
    ways = await _ways(request)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": sent.form, **ways}, status=422)
    try:
        await _check(request, sent.value, by_code=ways["way"] == "code")
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **ways)
    return await _go_on(request, sent.value.next)


async def confirm_by_passkey(request: Request[Any]) -> Response:
    """Go on with who shows a passkey of theirs."""
    member_id = check_person(actor_of(request))
    sent = await read_form(request, ShownPasskey)
    form = Form({"next": sent.form.data.get("next", "")}, sent.form.errors)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": form, **await _ways(request)}, status=422)
    try:
        await throttles(request).second_step(f"{member_id}", address_of(request))
        await passkeys.used(request, sent.value, of=member_id)
    except ForumError as error:
        return await refused(request, TEMPLATE, form, error, **await _ways(request))
    return await _go_on(request, sent.value.next)


async def _check(request: Request[Any], sent: Confirmation, *, by_code: bool) -> None:
    member_id = check_person(actor_of(request))
    if by_code:
        await throttles(request).second_step(f"{member_id}", address_of(request))
        await second_step.check_code(runtime(request), member_id, sent.code)
    else:
        await prove_again(request, sent.password)


async def _go_on(request: Request[Any], path: str) -> Response:
    here = await cookies.this_sign_in(request)
    if here is None:
        raise SignInRequired
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.prove(unit, here.id)
    return RedirectResponse(own_path(path), 303)


async def _ways(request: Request[Any]) -> dict[str, object]:
    """By what the member can show who they are; by the password only where there is no factor."""
    member_id = check_person(actor_of(request))
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, member_id)
        known = list(await queries.passkeys(db, member_id))
    by_password = "password" if member.password_hash else ""
    return {
        "way": "code" if member.second_factor_at else by_password,
        "asked": passkeys.ask_for_one(request, known) if known else None,
    }


ROUTES = [
    Route("/confirm", ask, methods=["GET"]),
    Route("/confirm", confirm, methods=["POST"]),
    Route("/confirm/passkey", confirm_by_passkey, methods=["POST"]),
]
