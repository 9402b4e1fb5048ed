"""A new password for one that was forgotten."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.accounts import actions, passwords
from forum.accounts.links import open_link
from forum.accounts.pages.common import come_in, refused
from forum.accounts.rules import LinkPurpose
from forum.accounts.schemas import NewPassword, ResetRequest
from forum.accounts.throttles import throttles
from forum.core.errors import ForumError
from forum.runtime import runtime
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page


async def ask_for_link(request: Request[Any]) -> Response:
    """Show the form that asks where to send the link."""
    return await page(request, "accounts/reset_request.html", {"form": Form()})


async def send_link(request: Request[Any]) -> Response:
    """Send the link, if the address has an account: which, is not said."""
    template = "accounts/reset_request.html"
    sent = await read_form(request, ResetRequest)
    if sent.value is None:
        return await page(request, template, {"form": sent.form}, status=422)
    try:
        await throttles(request).mail(sent.value.email)
    except ForumError as error:
        return await refused(request, template, sent.form, error)
    async with runtime(request).unit(actor_of(request)) as unit:
        actions.request_reset(unit, sent.value.email)
    return await page(
        request, "accounts/mail_sent.html", {"email": sent.value.email, "purpose": "reset"}
    )


async def new_password(request: Request[Any]) -> Response:
    """Show the form that the link leads to."""
    await open_link(runtime(request), LinkPurpose.RESET, request.path_params["word"])
    return await page(request, "accounts/reset.html", {"form": Form()})


async def set_password(request: Request[Any]) -> Response:
    """Set the password, end all sign-ins, and sign this browser in."""
    sent = await read_form(request, NewPassword)
    sent.form.data.pop("password", None)
    link = await open_link(runtime(request), LinkPurpose.RESET, request.path_params["word"])
    if sent.value is None:
        return await page(request, "accounts/reset.html", {"form": sent.form}, status=422)
    password_hash = await passwords.hashed(sent.value.password)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.reset(unit, link, password_hash)
    return await come_in(request, link.member_id, "/settings?done=password")


ROUTES = [
    Route("/reset", ask_for_link, methods=["GET"]),
    Route("/reset", send_link, methods=["POST"]),
    Route("/reset/{word}", new_password, methods=["GET"]),
    Route("/reset/{word}", set_password, methods=["POST"]),
]
