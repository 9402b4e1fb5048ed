"""What the pages of accounts share."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.accounts import actions, cookies, passwords, queries, rules, second_step, words
from forum.accounts.devices import device
from forum.accounts.rules import MemberState, own_path
from forum.accounts.tables import Member
from forum.accounts.throttles import throttles
from forum.accounts.waiting import lead_there
from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.core.ids import MemberId
from forum.core.permissions import Role
from forum.runtime import runtime
from forum.web import csrf
from forum.web.address import address_of
from forum.web.forms import Form, explain
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext

DONE: Mapping[str, str] = {
    "profile": N_("Your settings are saved."),
    "password": N_("Your new password is set. You are signed out everywhere else."),
    "verified": N_("Your e-mail address is confirmed. Please sign in."),
    "confirm": N_("Please sign in to confirm your e-mail address."),
    "ended": N_("That sign-in has ended."),
    "revoked": N_("That access token is no longer good."),
    "signed-out": N_("You are signed out."),
    "address": N_("Your new e-mail address is confirmed."),
    "needed": N_("Your role needs a second factor. Until you set one up, it does not count."),
    "factor": N_("Your second factor is set up. You are signed out everywhere else."),
    "passkey": N_("Your passkey is added."),
    "removed": N_("That way to sign in is removed."),
    "too-late": N_("That took too long. Please sign in again."),
    "link": N_("This address has an account here. Sign in to it, then the two are linked."),
    "linked": N_("Your accounts are linked."),
    "account": N_("It is done, and on record."),
    "left": N_("Your account is closed. A mail tells you how to open it again within a week."),
    "proven": N_("Your address is proven. Mail comes to you again."),
    "withdrawn": N_("Your registration is taken back. Nothing of it is kept."),
    "stayed": N_("Your account is open again. Please sign in."),
}
"""What has just happened, by the word that an address carries after a form was sent."""
_NEWS = {"confirm", "link", "needed", "too-late"}
"""Of these, what is left to do."""


def notice(request: Request[Any]) -> None:
    """Have the page say what has just happened."""
    word = request.query_params.get("done", "")
    if word in DONE:
        text = gettext(DONE[word], actor_of(request).locale)
        kind = "info" if word in _NEWS else "success"
        request.scope["notices"] = [{"kind": kind, "text": text}]


async def pressed(request: Request[Any]) -> None:
    """Make sure that a button of one of our own pages was pressed.

    Raises:
        FormExpired: it was not, or the page lay open too long.
    """
    word = (await request.form(max_files=0, max_fields=10)).get(csrf.FIELD, "")
    csrf.check(request, word if isinstance(word, str) else "")


async def prove_again(request: Request[Any], password: str) -> None:
    """Make sure that it is the member themselves who sits at their browser.

    Raises:
        InvalidInput: it is not their password.
        TooManyRequests: it was tried too often.
    """
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, actor_of(request).require_member())
    address = address_of(request)
    await throttles(request).sign_in(member.email, address)
    if not await passwords.fits(password, member.password_hash):
        raise InvalidInput([Fault("password", N_("This is not your password."))])
    await throttles(request).forgive(member.email, address)


async def refused(
    request: Request[Any], template: str, form: Form, error: ForumError, **context: object
) -> Response:
    """Show a form again, with what was typed and why it was not taken."""
    explain(request, form, error)
    return await page(request, template, {"form": form, **context}, status=error.status)


async def come_in(request: Request[Any], member_id: MemberId, path: str) -> Response:
    """Sign the browser in, or ask for the second factor first; then lead it to a page of ours.

    Who waits for the secretariat is led to their registration.
    """
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_id(db, member_id)
    if member.state == MemberState.WAITING:
        return lead_there(request, member)
    if member.second_factor_at is None:
        return await admit(request, member, path)
    answer = RedirectResponse(f"/sign-in/second?next={quote(own_path(path))}", 303)
    second_step.begin(request, answer, member)
    return answer


async def admit(request: Request[Any], member: Member, path: str) -> Response:
    """Sign in the browser of somebody who has shown all that they have to.

    Whose role needs a second factor that they do not have is led to where they set one up.
    """
    assert member.id is not None  # noqa: S101 (it was read)
    async with runtime(request).unit(actor_of(request)) as unit:
        agent = request.headers.get("user-agent", "")
        word = await actions.sign_in(unit, member.id, device(agent))
    required = runtime(request).settings.second_factor_required
    bare = required and member.role != Role.MEMBER and member.second_factor_at is None
    answer = RedirectResponse("/settings/security?done=needed" if bare else own_path(path), 303)
    cookies.give(request, answer, word)
    if second_step.COOKIE in request.cookies:
        second_step.end(request, answer)
    return answer


def just_proven(request: Request[Any]) -> Response | None:
    """Where to go first for who has to show again who they are; `None` if they have just done.

    Raises:
        SignInRequired, Forbidden: not a member at a browser.
    """
    actor = actor_of(request)
    rules.check_person(actor)
    try:
        rules.check_fresh(actor, runtime(request).clock())
    except rules.ProofTooOld:
        return RedirectResponse(f"/confirm?next={quote(request.url.path)}", 303)
    return None


def browser_of(request: Request[Any]) -> str:
    """Hash of the visitor's cookie; "" if the browser has none."""
    cookie = request.cookies.get(csrf.VISITOR_COOKIE)
    return words.digest(cookie) if cookie else ""
