"""The language of menus and mails."""

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions
from forum.accounts.pages.common import pressed
from forum.accounts.rules import own_path
from forum.accounts.schemas import LanguageChoice, ProfileChange
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import form_values, validate
from forum.web.locale import LOCALE_COOKIE
from forum.web.render import page
from i18n import catalogs

YEAR = 365 * 24 * 3600


async def choose_language(request: Request[Any]) -> Response:
    """Show the languages."""
    path = own_path(request.query_params.get("next", "/"))
    return await page(request, "languages/choose.html", {"next": path, "by_machine": _by_machine()})


@cache
def _by_machine() -> frozenset[str]:
    """Languages of which no person has written, or read over, what menus say."""
    return frozenset(tag for tag in catalogs.available() if catalogs.made_by(tag) == "machine")


async def set_language(request: Request[Any]) -> Response:
    """Keep the choice in the browser, and for a member wherever they sign in."""
    await pressed(request)
    values = form_values(await request.form())
    choice = validate(LanguageChoice, {name: values.get(name, "") for name in ("locale", "next")})
    answer = RedirectResponse(own_path(choice.next), 303)
    if actor_of(request).member_id is not None:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.change_profile(unit, ProfileChange(locale=choice.locale))
    secure = runtime(request).settings.secure
    answer.set_cookie(
        LOCALE_COOKIE, choice.locale, max_age=YEAR, samesite="lax", secure=secure, httponly=True
    )
    return answer


ROUTES = [
    Route("/language", choose_language, methods=["GET"]),
    Route("/language", set_language, methods=["POST"]),
]
