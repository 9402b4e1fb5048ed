"""The accounts of members, for programs of administrators."""

from typing import Any

from starlette.requests import Request

from forum.accounts import actions, queries
from forum.accounts.rules import (
    AlreadyVerified,
    LastAdministrator,
    ProofTooOld,
    RegistrationDecided,
)
from forum.accounts.schemas import (
    AccountOut,
    AccountsQuery,
    Decision,
    RegistrationOut,
    RoleChange,
)
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/admin/accounts",
    query=AccountsQuery,
    answer=ListOut[AccountOut],
    scope=Scope.ADMIN,
    refuses=[Forbidden, InvalidInput],
)
async def list_accounts(request: Request[Any], *, query: AccountsQuery) -> Reply:
    """List accounts, the newest first, also by part of a name or an address."""
    window = query.window(queries.ACCOUNT_CURSOR)
    wanted = queries.AccountFilter(query.q, query.role, query.state)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.accounts_page(db, actor_of(request), wanted, window))


@operation(
    "GET",
    "/admin/accounts/{member_id:int}",
    answer=AccountOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound],
)
async def show_account(request: Request[Any]) -> AccountOut:
    """Show one account."""
    async with runtime(request).database.reading() as db:
        return await queries.account(db, actor_of(request), _member_id(request))


@operation(
    "PUT",
    "/admin/members/{member_id:int}/role",
    body=RoleChange,
    answer=AccountOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, LastAdministrator, ProofTooOld, InvalidInput],
)
async def change_role(request: Request[Any], unit: Unit, *, body: RoleChange) -> AccountOut:
    """Give a member another role."""
    return queries.account_out(await actions.change_role(unit, _member_id(request), body))


@operation(
    "POST",
    "/admin/members/{member_id:int}/verification",
    status=202,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, AlreadyVerified, ProofTooOld],
)
async def resend_verification(request: Request[Any], unit: Unit) -> None:
    """Send a member again the link that confirms their address."""
    await actions.resend_verification(unit, _member_id(request))


@operation(
    "POST",
    "/admin/members/{member_id:int}/closure",
    body=Decision,
    answer=AccountOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, LastAdministrator, ProofTooOld, InvalidInput],
)
async def close_account(request: Request[Any], unit: Unit, *, body: Decision) -> AccountOut:
    """Close an account; its owner can open it again within a week."""
    member = await actions.close_account(unit, _member_id(request), body.reason)
    return queries.account_out(member)


@operation(
    "GET",
    "/admin/registrations",
    query=ListQuery,
    answer=ListOut[RegistrationOut],
    scope=Scope.ADMIN,
    refuses=[Forbidden, InvalidInput],
)
async def list_registrations(request: Request[Any], *, query: ListQuery) -> Reply:
    """List the registrations that wait for the secretariat, the oldest first."""
    window, actor = query.window(queries.REGISTRATION_CURSOR), actor_of(request)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.registrations_page(db, actor, window))


@operation(
    "POST",
    "/admin/registrations/{member_id:int}/approval",
    answer=AccountOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, RegistrationDecided],
)
async def approve_registration(request: Request[Any], unit: Unit) -> AccountOut:
    """Approve a registration; a mail tells the person."""
    return queries.account_out(await actions.approve(unit, _member_id(request)))


@operation(
    "POST",
    "/admin/registrations/{member_id:int}/refusal",
    body=Decision,
    answer=AccountOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, RegistrationDecided, InvalidInput],
)
async def decline_registration(request: Request[Any], unit: Unit, *, body: Decision) -> AccountOut:
    """Decline a registration; a mail tells the person why."""
    return queries.account_out(await actions.decline(unit, _member_id(request), body.reason))


def _member_id(request: Request[Any]) -> MemberId:
    return MemberId(row_id(request.path_params["member_id"]))


ROUTES = [
    list_accounts,
    show_account,
    change_role,
    resend_verification,
    close_account,
    list_registrations,
    approve_registration,
    decline_registration,
]
