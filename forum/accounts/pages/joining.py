"""Registering, and confirming the address."""

import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, passwords
from forum.accounts.actions import Joining
from forum.accounts.links import open_link
from forum.accounts.pages.common import browser_of, come_in, refused
from forum.accounts.partners import partner_names
from forum.accounts.rules import HandleTaken, LinkPurpose
from forum.accounts.schemas import Registration
from forum.accounts.tables import MailLink
from forum.accounts.throttles import throttles
from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.runtime import runtime
from forum.site.reading import site_now
from forum.site.rules import Admission, RegistrationByInvitation
from forum.web.address import address_of
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page

TEMPLATE = "accounts/register.html"
SAY_WHO = N_("Please say this, so that the secretariat knows who you are.")


async def new_member(request: Request[Any]) -> Response:
    """Show the form."""
    if actor_of(request).member_id is not None:
        return RedirectResponse("/", 303)
    return await page(request, TEMPLATE, {"form": Form(), **await _choices(request)})


async def register(request: Request[Any]) -> Response:
    """Make an account, and say that a mail is on its way: also if the address has one already."""
    sent = await read_form(request, Registration)
    sent.form.data.pop("password", None)
    if sent.value is None:
        context = {"form": sent.form, **await _choices(request)}
        return await page(request, TEMPLATE, context, status=422)
    try:
        waits = await _register(request, sent.value)
    except ForumError as error:
        choices = await _choices(request)
        return await refused(request, TEMPLATE, sent.form, _beside(error), **choices)
    context = {"email": sent.value.email, "purpose": "apply" if waits else "register"}
    return await page(request, "accounts/mail_sent.html", context)


async def _register(request: Request[Any], draft: Registration) -> bool:
    """Make the account; whether the secretariat is to approve it."""
    await throttles(request).registration(address_of(request))
    # What is decided here depends on the domain alone, and so tells nothing of accounts.
    waits = await _waits(request, draft)
    await throttles(request).mail(draft.email)
    password_hash = await passwords.hashed(draft.password)
    locale = actor_of(request).locale
    browser = browser_of(request)
    joining = Joining(draft, password_hash, locale, browser, waits=waits, about=draft.about)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.register(unit, joining)
    return waits


async def _waits(request: Request[Any], draft: Registration) -> bool:
    admission = (await site_now(runtime(request))).admission(draft.email)
    if admission == Admission.REFUSED:
        raise RegistrationByInvitation
    if admission == Admission.AT_ONCE:
        return False
    missing = [name for name in ("organisation", "about") if not getattr(draft, name)]
    if missing:
        raise InvalidInput([Fault(name, SAY_WHO) for name in missing])
    return True


def _beside(error: ForumError) -> ForumError:
    """The refusal of one field beside that field."""
    if isinstance(error, HandleTaken):
        return InvalidInput([Fault("handle", error.text)])
    return error


async def _choices(request: Request[Any]) -> dict[str, Any]:
    now = await site_now(runtime(request))
    return {
        "countries": partner_names(actor_of(request).locale),
        "mode": now.registration.value,
        "domains": now.domains,
    }


async def verify(request: Request[Any]) -> Response:
    """Confirm an address by the link from the mail, in the browser that registered.

    In any other, the password has to be shown with it (see `sign_ins`). Else somebody could
    register with an address of others, who open the link and so confirm a stranger's password;
    and programs that look into mail would spend links.
    """
    word = request.path_params["word"]
    link = await open_link(runtime(request), LinkPurpose.VERIFY, word, used=True)
    if link.used_at is not None:
        return RedirectResponse("/sign-in?done=verified", 303)
    if not _same_browser(request, link):
        return RedirectResponse(f"/sign-in?done=confirm&next=/verify/{word}", 303)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.verify(unit, link)
    return await come_in(request, link.member_id, "/")


def _same_browser(request: Request[Any], link: MailLink) -> bool:
    here = browser_of(request)
    return bool(here) and hmac.compare_digest(here, link.browser)


ROUTES = [
    Route("/register", new_member, methods=["GET"]),
    Route("/register", register, methods=["POST"]),
    Route("/verify/{word}", verify, methods=["GET"]),
]
