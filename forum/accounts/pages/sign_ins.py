"""Coming in and going out."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies, oidc
from forum.accounts.credentials import check_usable, proven
from forum.accounts.links import open_link
from forum.accounts.pages.common import come_in, notice, pressed, refused
from forum.accounts.rules import (
    LinkNotGood,
    LinkPurpose,
    RegistrationWaits,
    own_path,
)
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.accounts.throttles import throttles
from forum.accounts.waiting import lead_there
from forum.core.errors import ForumError
from forum.core.ids import SignInId
from forum.core.late import late
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

if TYPE_CHECKING:
    from forum.accounts import passkeys
else:
    passkeys = late("forum.accounts.passkeys")

TEMPLATE = "accounts/sign_in.html"
VERIFY = "/verify/"


async def new_sign_in(request: Request[Any]) -> Response:
    """Show the form."""
    path = own_path(request.query_params.get("next", "/"))
    if actor_of(request).member_id is not None:
        return RedirectResponse(_onward(path), 303)
    notice(request)
    return await sign_in_page(request, Form({"next": path}))


async def sign_in_page(request: Request[Any], form: Form, *, status: int = 200) -> Response:
    """The page, with what was typed where it was refused, and with a way in by passkey."""
    return await page(request, TEMPLATE, {"form": form, **_other_ways(request)}, status=status)


def _other_ways(request: Request[Any]) -> dict[str, object]:
    return {
        "asked": passkeys.ask_for_one(request),
        "elsewhere": [(one.name, one.label) for one in oidc.providers(request).values()],
    }


async def sign_in(request: Request[Any]) -> Response:
    """Let a member in, and lead them on to where they were going."""
    sent = await read_form(request, Credentials)
    sent.form.data.pop("password", None)
    if sent.value is None:
        return await sign_in_page(request, sent.form, status=422)
    try:
        member = await _prove(request, sent.value)
        member = await _confirm(request, member, sent.value.next)
        await check_usable(runtime(request), member)
    except RegistrationWaits:
        return lead_there(request, member)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **_other_ways(request))
    assert member.id is not None  # noqa: S101 (it was read)
    return await come_in(request, member.id, _onward(sent.value.next))


def _onward(path: str) -> str:
    """Where to go once signed in: a link from a mail has done its work by then."""
    return "/" if path.startswith(VERIFY) else path


async def _prove(request: Request[Any], shown: Credentials) -> Member:
    address = address_of(request)
    await throttles(request).sign_in(shown.email, address)
    member = await proven(runtime(request), shown)
    await throttles(request).forgive(shown.email, address)
    return member


async def _confirm(request: Request[Any], member: Member, path: str) -> Member:
    """Confirm the address of somebody who comes with the link from the mail, and the password."""
    if member.email_verified_at is not None or not path.startswith(VERIFY):
        return member
    word = path.removeprefix(VERIFY)
    link = await open_link(runtime(request), LinkPurpose.VERIFY, word)
    if link.member_id != member.id:
        raise LinkNotGood
    async with runtime(request).unit(actor_of(request)) as unit:
        return await actions.verify(unit, link)


async def sign_out(request: Request[Any]) -> Response:
    """Sign this browser out."""
    await pressed(request)
    answer = RedirectResponse("/sign-in?done=signed-out", 303)
    if (here := await cookies.this_sign_in(request)) is not None:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.end_sign_in(unit, here.id)
    cookies.take(request, answer)
    return answer


async def end_one(request: Request[Any]) -> Response:
    """Sign another browser of the member out."""
    await pressed(request)
    sign_in_id = SignInId(row_id(request.path_params["sign_in_id"]))
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.end_sign_in(unit, sign_in_id)
    return RedirectResponse("/settings?done=ended#sign-ins", 303)


async def end_others(request: Request[Any]) -> Response:
    """Sign all other browsers of the member out."""
    await pressed(request)
    here = await cookies.this_sign_in(request)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.end_others(unit, here.id if here else None)
    return RedirectResponse("/settings?done=ended#sign-ins", 303)


ROUTES = [
    Route("/sign-in", new_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/settings/sign-ins/{sign_in_id:int}/end", end_one, methods=["POST"]),
    Route("/settings/sign-ins/end-others", end_others, methods=["POST"]),
]
