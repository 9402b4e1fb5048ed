"""The second factor of somebody who has shown the password."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import queries, second_step
from forum.accounts.pages.common import admit, refused
from forum.accounts.rules import SecondStepOver, own_path
from forum.accounts.schemas import SecondStep, ShownPasskey
from forum.accounts.tables import Member
from forum.accounts.throttles import throttles
from forum.core.errors import ForumError
from forum.core.ids import MemberId
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

TEMPLATE = "accounts/second_step.html"
TOO_LATE = "/sign-in?done=too-late"


async def ask(request: Request[Any]) -> Response:
    """Show the form."""
    path = own_path(request.query_params.get("next", "/"))
    if actor_of(request).member_id is not None:
        return RedirectResponse(path, 303)
    try:
        member = await second_step.waiting(request)
    except SecondStepOver:
        return RedirectResponse(TOO_LATE, 303)
    return await page(
        request, TEMPLATE, {"form": Form({"next": path}), **await _ways(request, member)}
    )


async def take(request: Request[Any]) -> Response:
    """Let in who types a good code."""
    sent = await read_form(request, SecondStep)
    sent.form.data.pop("code", None)
    try:
        member = await second_step.waiting(request)
    except SecondStepOver:
        return RedirectResponse(TOO_LATE, 303)
    ways = await _ways(request, member)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": sent.form, **ways}, status=422)
    assert member.id is not None  # noqa: S101 (it was read)
    try:
        await throttles(request).second_step(f"{member.id}", address_of(request))
        await second_step.check_code(runtime(request), member.id, sent.value.code)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **ways)
    return await admit(request, member, sent.value.next)


async def take_passkey(request: Request[Any]) -> Response:
    """Let in who shows a passkey of the same member."""
    sent = await read_form(request, ShownPasskey)
    try:
        member = await second_step.waiting(request)
    except SecondStepOver:
        return RedirectResponse(TOO_LATE, 303)
    form = Form({"next": sent.form.data.get("next", "")}, sent.form.errors)
    if sent.value is None:
        context = {"form": form, **await _ways(request, member)}
        return await page(request, TEMPLATE, context, status=422)
    try:
        await throttles(request).second_step(f"{member.id}", address_of(request))
        await passkeys.used(request, sent.value, of=member.id)
    except ForumError as error:
        return await refused(request, TEMPLATE, form, error, **await _ways(request, member))
    return await admit(request, member, sent.value.next)


async def _ways(request: Request[Any], member: Member) -> dict[str, object]:
    member_id = MemberId(member.id or 0)
    async with runtime(request).database.reading() as db:
        app = await queries.authenticator(db, member_id)
        known = list(await queries.passkeys(db, member_id))
    asked = passkeys.ask_for_one(request, known) if known else None
    return {"app": app is not None, "asked": asked}


ROUTES = [
    Route("/sign-in/second", ask, methods=["GET"]),
    Route("/sign-in/second", take, methods=["POST"]),
    Route("/sign-in/second/passkey", take_passkey, methods=["POST"]),
]
