"""Going, and coming back in time."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies
from forum.accounts.links import open_link
from forum.accounts.pages.common import pressed, prove_again, refused
from forum.accounts.rules import LinkPurpose, Way
from forum.accounts.schemas import LeaveForm
from forum.core.errors import N_, ForumError
from forum.runtime import runtime
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext

TEMPLATE = "accounts/leave.html"
WAYS = {
    Way.ANONYMISE: (
        N_("My posts stay, without my name"),
        N_("They are shown as written by a former member. Discussions stay whole."),
    ),
    Way.DELETE: (
        N_("My posts go too"),
        N_("With their earlier texts, translations and files. Replies of others stay."),
    ),
}


async def ask(request: Request[Any]) -> Response:
    """Show the form, and what follows from it."""
    actor_of(request).require_member()
    return await page(request, TEMPLATE, {"form": Form(), **_choices(request)})


async def leave(request: Request[Any]) -> Response:
    """Close the account, and sign all browsers out."""
    actor_of(request).require_member()
    sent = await read_form(request, LeaveForm)
    sent.form.data.pop("password", None)
    if sent.value is None:
        context = {"form": sent.form, **_choices(request)}
        return await page(request, TEMPLATE, context, status=422)
    try:
        await prove_again(request, sent.value.password)
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.leave(unit, sent.value.way)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **_choices(request))
    answer = RedirectResponse("/sign-in?done=left", 303)
    cookies.take(request, answer)
    return answer


def _choices(request: Request[Any]) -> dict[str, object]:
    locale = actor_of(request).locale
    return {
        "ways": [
            (way.value, gettext(text, locale), gettext(remark, locale))
            for way, (text, remark) in WAYS.items()
        ]
    }


async def confirm(request: Request[Any]) -> Response:
    """Show the button: programs that look into mails open links, and press nothing."""
    await open_link(runtime(request), LinkPurpose.STAY, request.path_params["word"])
    return await page(request, "accounts/stay.html", {})


async def stay(request: Request[Any]) -> Response:
    """Open the account again."""
    await pressed(request)
    link = await open_link(runtime(request), LinkPurpose.STAY, request.path_params["word"])
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.stay(unit, link)
    return RedirectResponse("/sign-in?done=stayed", 303)


ROUTES = [
    Route("/settings/leave", ask, methods=["GET"]),
    Route("/settings/leave", leave, methods=["POST"]),
    Route("/stay/{word}", confirm, methods=["GET"]),
    Route("/stay/{word}", stay, methods=["POST"]),
]
