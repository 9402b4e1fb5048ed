"""Signing in with an account elsewhere, and linking one."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, oidc, queries, words
from forum.accounts.credentials import check_usable
from forum.accounts.oidc.provider import Attempt, Provider
from forum.accounts.pages.common import come_in, just_proven, pressed
from forum.accounts.rules import (
    ATTEMPT_LASTS,
    MemberExists,
    ProviderRefused,
    RegistrationWaits,
    check_person,
    own_path,
)
from forum.accounts.throttles import throttles
from forum.accounts.vouching import is_vouched_for
from forum.accounts.waiting import lead_there
from forum.core.ids import IdentityId
from forum.runtime import runtime
from forum.site.reading import site_now
from forum.site.rules import Admission
from forum.web.address import address_of
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.sealing import NotSealedHere, seal, unseal

COOKIE = "elsewhere"
PATH = "/sign-in/with"
_PURPOSE = "elsewhere"


@dataclass(frozen=True, slots=True)
class _Journey:
    """Why somebody is at a provider; sealed in a cookie of their browser meanwhile."""

    provider: str
    state: str
    nonce: str
    verifier: str
    begun: int
    next: str = "/"
    member: int | None = None
    """Who wants to link the account there; empty: somebody signs in."""


async def begin(request: Request[Any]) -> Response:
    """Send the browser to the provider, to sign in."""
    path = own_path(request.query_params.get("next", "/"))
    if actor_of(request).member_id is not None:
        return RedirectResponse(path, 303)
    return await _set_out(request, path, None)


async def begin_link(request: Request[Any]) -> Response:
    """Send the browser to the provider, to link the account there."""
    if (first := just_proven(request)) is not None:
        return first
    return await _set_out(request, "/settings/security", actor_of(request).require_member())


async def _set_out(request: Request[Any], path: str, member: int | None) -> Response:
    there = oidc.provider(request, request.path_params["name"])
    await throttles(request).passkey(address_of(request))
    attempt = Attempt(words.fresh(), words.fresh(), words.fresh())
    address = await there.address(attempt, _back(request, there))
    begun = int(runtime(request).clock().timestamp())
    journey = _Journey(there.name, **asdict(attempt), begun=begun, next=path, member=member)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        COOKIE,
        seal(runtime(request).key, _PURPOSE, json.dumps(asdict(journey))),
        max_age=int(ATTEMPT_LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=runtime(request).settings.secure,
    )
    return answer


async def come_back(request: Request[Any]) -> Response:
    """Take in who comes from the provider."""
    there = oidc.provider(request, request.path_params["name"])
    journey = _journey(request, there)
    attempt = Attempt(journey.state, journey.nonce, journey.verifier)
    found = await there.person(attempt, request.query_params.get("code", ""), _back(request, there))
    if journey.member is not None:
        if journey.member != actor_of(request).member_id:
            raise ProviderRefused
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.link_identity(unit, there.issuer, found)
        return _forgotten(request, RedirectResponse("/settings/security?done=linked", 303))
    admission = (await site_now(runtime(request))).admission(found.email)
    if is_vouched_for(request, found.email):
        admission = Admission.AT_ONCE
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            locale = actor_of(request).locale
            member_id = await actions.come_from(unit, there.issuer, found, locale, admission)
    except MemberExists:
        # Whoever the provider says it is: the account here opens to what it is opened by.
        path = quote(f"/settings/security/with/{there.name}")
        return _forgotten(request, RedirectResponse(f"/sign-in?done=link&next={path}", 303))
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, member_id)
    try:
        await check_usable(runtime(request), member)
    except RegistrationWaits:
        return _forgotten(request, lead_there(request, member))
    return _forgotten(request, await come_in(request, member_id, journey.next))


def _journey(request: Request[Any], there: Provider) -> _Journey:
    """What this browser set out for, if it comes back from there, with what it was given."""
    resources, asked = runtime(request), request.query_params
    try:
        text = unseal(resources.key, _PURPOSE, request.cookies.get(COOKIE, ""))
    except NotSealedHere as error:
        raise ProviderRefused from error
    journey = _Journey(**json.loads(text))
    age = resources.clock() - datetime.fromtimestamp(journey.begun, UTC)
    same = hmac.compare_digest(journey.state.encode(), asked.get("state", "").encode())
    # A provider that names itself has to be the one that was asked (RFC 9207).
    named = asked.get("iss", there.issuer)
    if not same or age >= ATTEMPT_LASTS or (journey.provider, named) != (there.name, there.issuer):
        raise ProviderRefused
    if "error" in asked or not asked.get("code"):
        raise ProviderRefused
    return journey


def _back(request: Request[Any], there: Provider) -> str:
    return f"{runtime(request).settings.public_url}{PATH}/{there.name}/back"


def _forgotten(request: Request[Any], answer: Response) -> Response:
    secure = runtime(request).settings.secure
    answer.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="lax", secure=secure)
    return answer


async def unlink(request: Request[Any]) -> Response:
    """Cut the tie to an account elsewhere."""
    await pressed(request)
    check_person(actor_of(request))
    identity_id = IdentityId(row_id(request.path_params["identity_id"]))
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.unlink_identity(unit, identity_id)
    return RedirectResponse("/settings/security?done=removed", 303)


ROUTES = [
    Route("/sign-in/with/{name}", begin, methods=["GET"]),
    Route("/sign-in/with/{name}/back", come_back, methods=["GET"]),
    Route("/settings/security/with/{name}", begin_link, methods=["GET"]),
    Route("/settings/security/identities/{identity_id:int}/remove", unlink, methods=["POST"]),
]
