"""Another e-mail address."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, queries
from forum.accounts.links import open_link
from forum.accounts.pages.common import pressed, prove_again, refused
from forum.accounts.rules import LinkPurpose
from forum.accounts.schemas import AddressChange
from forum.accounts.throttles import throttles
from forum.core.errors import ForumError
from forum.runtime import runtime
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page

TEMPLATE = "accounts/address.html"


async def ask_address(request: Request[Any]) -> Response:
    """Show the form."""
    return await page(request, TEMPLATE, {"form": Form(), "email": await _email(request)})


async def send_link(request: Request[Any]) -> Response:
    """Send a link to the new address, which counts when the link is opened."""
    email = await _email(request)
    sent = await read_form(request, AddressChange)
    sent.form.data.pop("password", None)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": sent.form, "email": email}, status=422)
    try:
        await prove_again(request, sent.value.password)
        await throttles(request).mail(sent.value.email)
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.request_address(unit, sent.value.email)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, email=email)
    context = {"email": sent.value.email, "purpose": "address"}
    return await page(request, "accounts/mail_sent.html", context)


async def _email(request: Request[Any]) -> str:
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, actor_of(request).require_member())
    return member.email


async def confirm(request: Request[Any]) -> Response:
    """Show the button: programs that look into mails open links, and press nothing."""
    word = request.path_params["word"]
    link = await open_link(runtime(request), LinkPurpose.ADDRESS, word)
    return await page(request, "accounts/address_confirm.html", {"email": link.address})


async def change(request: Request[Any]) -> Response:
    """Make the new address the member's."""
    await pressed(request)
    word = request.path_params["word"]
    link = await open_link(runtime(request), LinkPurpose.ADDRESS, word)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.change_address(unit, link)
    here = "/settings" if actor_of(request).member_id is not None else "/sign-in"
    return RedirectResponse(f"{here}?done=address", 303)


ROUTES = [
    Route("/settings/address", ask_address, methods=["GET"]),
    Route("/settings/address", send_link, methods=["POST"]),
    Route("/address/{word}", confirm, methods=["GET"]),
    Route("/address/{word}", change, methods=["POST"]),
]
