"""Signing in by passkey, and a member's own passkeys."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies, queries
from forum.accounts.credentials import check_usable
from forum.accounts.pages.common import admit, just_proven, pressed, refused
from forum.accounts.pages.security import show_codes
from forum.accounts.pages.sign_ins import sign_in_page
from forum.accounts.rules import check_person
from forum.accounts.schemas import NewPasskey, ShownPasskey
from forum.accounts.throttles import throttles
from forum.core.errors import ForumError
from forum.core.ids import PasskeyId
from forum.core.late import late
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.forms import Form, explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

if TYPE_CHECKING:
    from forum.accounts import passkeys
else:
    passkeys = late("forum.accounts.passkeys")

TEMPLATE = "accounts/passkey_new.html"


async def sign_in(request: Request[Any]) -> Response:
    """Let in who shows a passkey: having it and unlocking it are two factors."""
    sent = await read_form(request, ShownPasskey)
    form = Form({"next": sent.form.data.get("next", "")}, sent.form.errors)
    if sent.value is None:
        return await sign_in_page(request, form, status=422)
    try:
        await throttles(request).passkey(address_of(request))
        member_id = await passkeys.used(request, sent.value)
        async with runtime(request).database.reading() as db:
            member = await queries.member_by_id(db, member_id)
        await check_usable(runtime(request), member)
    except ForumError as error:
        return await sign_in_page(request, explain(request, form, error), status=error.status)
    return await admit(request, member, sent.value.next)


async def new_passkey(request: Request[Any]) -> Response:
    """Show the form."""
    if (first := just_proven(request)) is not None:
        return first
    return await page(request, TEMPLATE, {"form": Form(), **await _asked(request)})


async def add_passkey(request: Request[Any]) -> Response:
    """Keep the passkey that the browser has made."""
    member_id = check_person(actor_of(request))
    sent = await read_form(request, NewPasskey)
    if sent.value is None:
        return await page(
            request, TEMPLATE, {"form": sent.form, **await _asked(request)}, status=422
        )
    here = await cookies.this_sign_in(request)
    try:
        row = passkeys.made(request, sent.value, member_id)
        async with runtime(request).unit(actor_of(request)) as unit:
            codes = await actions.add_passkey(unit, row, here.id if here else None)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **await _asked(request))
    if codes:
        return await show_codes(request, codes)
    return RedirectResponse("/settings/security?done=passkey", 303)


async def remove_passkey(request: Request[Any]) -> Response:
    """Forget one of the member's passkeys."""
    await pressed(request)
    passkey_id = PasskeyId(row_id(request.path_params["passkey_id"]))
    needed = runtime(request).settings.second_factor_required
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.remove_passkey(unit, passkey_id, needed=needed)
    return RedirectResponse("/settings/security?done=removed", 303)


async def _asked(request: Request[Any]) -> dict[str, object]:
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, actor_of(request).require_member())
        known = await queries.passkeys(db, actor_of(request).require_member())
    return {"asked": passkeys.ask_for_new(request, member, list(known))}


ROUTES = [
    Route("/sign-in/passkey", sign_in, methods=["POST"]),
    Route("/settings/security/passkeys", new_passkey, methods=["GET"]),
    Route("/settings/security/passkeys", add_passkey, methods=["POST"]),
    Route("/settings/security/passkeys/{passkey_id:int}/remove", remove_passkey, methods=["POST"]),
]
