"""Accounts for administrators."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, queries
from forum.accounts.pages.common import just_proven, notice, pressed, refused
from forum.accounts.schemas import AccountsQuery, Decision, RoleChange
from forum.core.errors import N_, ForumError
from forum.core.ids import MemberId
from forum.core.paging import encode_cursor
from forum.core.permissions import Permission, Role
from forum.runtime import runtime
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from i18n.catalogs import gettext

TEMPLATE = "accounts/account.html"
ROLES = {
    Role.MEMBER: N_("Member"),
    Role.MODERATOR: N_("Moderator"),
    Role.ADMIN: N_("Administrator"),
}
_ASKED = ("q", "role", "state", "cursor")


async def list_accounts(request: Request[Any]) -> Response:
    """Show accounts, and a form that finds them."""
    given = {name: request.query_params[name] for name in _ASKED if request.query_params.get(name)}
    asked = AccountsQuery.model_validate({})
    if given:
        asked = query(request, AccountsQuery)
    wanted = queries.AccountFilter(asked.q, asked.role, asked.state)
    window = asked.window(queries.ACCOUNT_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.accounts_page(db, actor_of(request), wanted, window)
    more = None
    if found.next is not None:
        more = f"/admin/accounts?{urlencode(given | {'cursor': encode_cursor(found.next)})}"
    context = {"accounts": found.items, "q": asked.q, "more": more}
    return await page(request, "accounts/accounts.html", context)


async def show_account(request: Request[Any]) -> Response:
    """Show one account, and what can be done about it."""
    actor_of(request).require(Permission.MEMBER_MANAGE)
    if (first := just_proven(request)) is not None:
        return first
    notice(request)
    return await page(request, TEMPLATE, await _context(request, Form()))


async def change_role(request: Request[Any]) -> Response:
    """Give the member another role."""
    sent = await read_form(request, RoleChange)
    if sent.value is None:
        return await page(request, TEMPLATE, await _context(request, sent.form), status=422)
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.change_role(unit, _member_id(request), sent.value)
    except ForumError as error:
        return await _refused(request, sent.form, error)
    return _done(request)


async def resend_verification(request: Request[Any]) -> Response:
    """Send the link again."""
    await pressed(request)
    async with runtime(request).unit(actor_of(request)) as unit:
        await actions.resend_verification(unit, _member_id(request))
    return _done(request)


async def close_account(request: Request[Any]) -> Response:
    """Close the account."""
    sent = await read_form(request, Decision)
    if sent.value is None:
        return await page(request, TEMPLATE, await _context(request, sent.form), status=422)
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.close_account(unit, _member_id(request), sent.value.reason)
    except ForumError as error:
        return await _refused(request, sent.form, error)
    return _done(request)


async def _refused(request: Request[Any], form: Form, error: ForumError) -> Response:
    context = await _context(request, form)
    return await refused(request, TEMPLATE, context.pop("form"), error, **context)


async def _context(request: Request[Any], form: Form) -> dict[str, Any]:
    async with runtime(request).database.reading() as db:
        account = await queries.account(db, actor_of(request), _member_id(request))
    locale = actor_of(request).locale
    form.data.setdefault("role", account.role.value)
    roles = [(role.value, gettext(text, locale)) for role, text in ROLES.items()]
    return {"form": form, "account": account, "roles": roles}


def _done(request: Request[Any]) -> Response:
    return RedirectResponse(f"/admin/accounts/{_member_id(request)}?done=account", 303)


def _member_id(request: Request[Any]) -> MemberId:
    return MemberId(row_id(request.path_params["member_id"]))


ROUTES = [
    Route("/admin/accounts", list_accounts, methods=["GET"]),
    Route("/admin/accounts/{member_id:int}", show_account, methods=["GET"]),
    Route("/admin/accounts/{member_id:int}/role", change_role, methods=["POST"]),
    Route("/admin/accounts/{member_id:int}/verification", resend_verification, methods=["POST"]),
    Route("/admin/accounts/{member_id:int}/close", close_account, methods=["POST"]),
]
