"""How a member signs in: an app with codes, passkeys, recovery codes."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies, oidc, queries, second_step, totp
from forum.accounts.pages.common import just_proven, notice, pressed, refused
from forum.accounts.reading import second_factors
from forum.accounts.rules import WrongCode, check_person
from forum.accounts.schemas import NewApp
from forum.accounts.tables import Authenticator
from forum.accounts.throttles import throttles
from forum.core.errors import FormExpired, ForumError
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from forum.web.sealing import NotSealedHere, seal, unseal

TEMPLATE = "accounts/app.html"


async def show_security(request: Request[Any]) -> Response:
    """Show all ways to sign in."""
    check_person(actor_of(request))
    notice(request)
    context = {
        "factors": await second_factors(runtime(request), actor_of(request)),
        **await _elsewhere(request),
    }
    return await page(request, "accounts/security.html", context)


async def _elsewhere(request: Request[Any]) -> dict[str, object]:
    """The member's accounts elsewhere, and the providers where they have linked none."""
    known = oidc.providers(request).values()
    labels = {one.issuer: one.label for one in known}
    async with runtime(request).database.reading() as db:
        rows = await queries.identities(db, actor_of(request).require_member())
    linked = [(row.id, labels.get(row.issuer, row.issuer), row.email) for row in rows]
    taken = {row.issuer for row in rows}
    offered = [(one.name, one.label) for one in known if one.issuer not in taken]
    return {"linked": linked, "offered": offered}


async def new_app(request: Request[Any]) -> Response:
    """Show a fresh secret; nothing is stored before a code of it was typed."""
    if (first := just_proven(request)) is not None:
        return first
    member_id = actor_of(request).require_member()
    context = {"form": Form(), **await _shown(request, totp.fresh_secret(), member_id)}
    return await page(request, TEMPLATE, context, headers={"cache-control": "no-store"})


async def add_app(request: Request[Any]) -> Response:
    """Keep the app whose code was typed."""
    member_id = check_person(actor_of(request))
    sent = await read_form(request, NewApp)
    sealed = sent.form.data.get("sealed", "")
    secret = _unsealed(request, sealed if isinstance(sealed, str) else "", member_id)
    shown = await _shown(request, secret, member_id)
    if sent.value is None:
        return await page(request, TEMPLATE, {"form": sent.form, **shown}, status=422)
    here = await cookies.this_sign_in(request)
    try:
        await throttles(request).second_step(f"{member_id}", address_of(request))
        row = _app(request, sent.value, member_id)
        async with runtime(request).unit(actor_of(request)) as unit:
            codes = await actions.set_up_app(unit, row, here.id if here else None)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **shown)
    if codes:
        return await show_codes(request, codes)
    return RedirectResponse("/settings/security?done=factor", 303)


def _app(request: Request[Any], sent: NewApp, member_id: MemberId) -> Authenticator:
    now = runtime(request).clock()
    row = Authenticator(member_id=member_id, sealed=sent.sealed, last_step=0, made_at=now)
    code = "".join(sent.code.split())
    if (step := second_step.step_now(runtime(request), row, code)) is None:
        raise WrongCode
    row.last_step = step
    return row


async def _shown(request: Request[Any], secret: str, member_id: MemberId) -> dict[str, object]:
    resources = runtime(request)
    async with resources.database.reading() as db:
        member = await queries.member_by_id(db, member_id)
    address = totp.address(secret, member.email, (await resources.named_settings()).site_name)
    return {
        "picture": Markup(totp.picture(address)),  # noqa: S704 (drawn here)
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "sealed": seal(resources.key, _purpose(member_id), secret),
    }


def _unsealed(request: Request[Any], sealed: str, member_id: MemberId) -> str:
    try:
        return unseal(runtime(request).key, _purpose(member_id), sealed)
    except NotSealedHere as error:
        raise FormExpired from error


def _purpose(member_id: MemberId) -> str:
    return f"{second_step.SECRET} {member_id}"


async def show_codes(request: Request[Any], codes: Sequence[str]) -> Response:
    """Show recovery codes this once."""
    headers = {"cache-control": "no-store"}
    return await page(request, "accounts/codes.html", {"codes": codes}, headers=headers)


async def renew_codes(request: Request[Any]) -> Response:
    """Make other recovery codes."""
    await pressed(request)
    async with runtime(request).unit(actor_of(request)) as unit:
        codes = await actions.renew_codes(unit)
    return await show_codes(request, codes)


async def remove_app(request: Request[Any]) -> Response:
    """Forget the app."""
    await pressed(request)
    needed = runtime(request).settings.second_factor_required
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.remove_app(unit, needed=needed)
    return RedirectResponse("/settings/security?done=removed", 303)


ROUTES = [
    Route("/settings/security", show_security, methods=["GET"]),
    Route("/settings/security/app", new_app, methods=["GET"]),
    Route("/settings/security/app", add_app, methods=["POST"]),
    Route("/settings/security/app/remove", remove_app, methods=["POST"]),
    Route("/settings/security/codes", renew_codes, methods=["POST"]),
]
