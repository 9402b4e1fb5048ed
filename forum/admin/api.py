"""Roles for programs, and why somebody may do something."""

from typing import Any

from starlette.requests import Request

from forum.accounts import queries as members
from forum.admin import actions, reading
from forum.admin.rules import parse_about
from forum.admin.schemas import (
    AboutQuery,
    ExplanationOut,
    GrantDraft,
    GrantOut,
    GrantsQuery,
    RoleChange,
    RoleDraft,
    RoleOut,
)
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import MemberId
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.roles.rules import MoreThanOwn, NothingThere, RoleTaken
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/admin/roles", answer=ListOut[RoleOut], scope=Scope.ADMIN, refuses=[Forbidden])
async def list_roles(request: Request[Any]) -> Reply:
    """List the roles: those of the program, then those that were made here."""
    async with runtime(request).database.reading() as db:
        return listed(request, Page(await reading.all_roles(db, actor_of(request))))


@operation(
    "POST",
    "/admin/roles",
    body=RoleDraft,
    answer=RoleOut,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, MoreThanOwn, RoleTaken, InvalidInput],
)
async def make_role(_request: Request[Any], unit: Unit, *, body: RoleDraft) -> RoleOut:
    """Make a role of some permissions."""
    return reading.role_out(await actions.make_role(unit, body))


@operation(
    "PATCH",
    "/admin/roles/{word}",
    body=RoleChange,
    answer=RoleOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, MoreThanOwn, NotFound, InvalidInput],
)
async def edit_role(request: Request[Any], unit: Unit, *, body: RoleChange) -> RoleOut:
    """Change a role for whoever has it."""
    return reading.role_out(await actions.change_role(unit, request.path_params["word"], body))


@operation(
    "DELETE",
    "/admin/roles/{word}",
    status=204,
    scope=Scope.ADMIN,
    refuses=[Forbidden, MoreThanOwn, NotFound],
)
async def remove_role(request: Request[Any], unit: Unit) -> Reply:
    """Remove a role, and take it from whoever has it."""
    await actions.remove_role(unit, request.path_params["word"])
    return Reply()


@operation(
    "GET",
    "/admin/role-grants",
    query=GrantsQuery,
    answer=ListOut[GrantOut],
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def list_role_grants(request: Request[Any], *, query: GrantsQuery) -> Reply:
    """List who has which role where."""
    async with runtime(request).database.reading() as db:
        found = await reading.all_grants(db, actor_of(request), query.who, query.role)
    return listed(request, Page(found))


@operation(
    "POST",
    "/admin/role-grants",
    body=GrantDraft,
    answer=GrantOut,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, MoreThanOwn, NothingThere, InvalidInput],
)
async def give_role(_request: Request[Any], unit: Unit, *, body: GrantDraft) -> GrantOut:
    """Give a member a role: on the site, in a space, for a language, or for both."""
    return await reading.grant_out(unit.db, unit.actor, await actions.give_role(unit, body))


@operation(
    "DELETE",
    "/admin/role-grants/{grant_id:int}",
    status=204,
    scope=Scope.ADMIN,
    refuses=[Forbidden, MoreThanOwn, NotFound],
)
async def take_role(request: Request[Any], unit: Unit) -> Reply:
    """Take a role away again."""
    await actions.take_role(unit, row_id(request.path_params["grant_id"]))
    return Reply()


@operation(
    "GET",
    "/admin/members/{member_id:int}/permissions",
    query=AboutQuery,
    answer=ExplanationOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def explain_permissions(request: Request[Any], *, query: AboutQuery) -> ExplanationOut:
    """Say what a member may do about a post, a topic or a space, and why."""
    about, actor = parse_about(query.about), actor_of(request)
    async with runtime(request).database.reading() as db:
        number = MemberId(row_id(request.path_params["member_id"]))
        member = await members.member_by_id(db, number)
        return await reading.explained(db, actor, member, about, query.about)


ROUTES = [
    list_roles,
    make_role,
    edit_role,
    remove_role,
    list_role_grants,
    give_role,
    take_role,
    explain_permissions,
]
