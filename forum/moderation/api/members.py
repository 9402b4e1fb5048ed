"""Members and what was decided about them, for programs."""

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request

from forum.accounts import queries as accounts
from forum.accounts.queries import SanctionFilter
from forum.accounts.rules import LastAdministrator, MemberState, SanctionKind
from forum.accounts.schemas import SanctionOut
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import MemberId, SanctionId
from forum.core.permissions import Permission, Role, Scope
from forum.db.unit import Unit
from forum.moderation import actions, queries
from forum.moderation.acts import make
from forum.moderation.acts.sanctions import LONGEST
from forum.moderation.queries import MemberFilter
from forum.moderation.rules import AlreadyDone, AlreadyDoneBy
from forum.moderation.schemas import MemberNumber, MemberStandingOut, Reason
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation
from forum.web.shapes import Input

ACT_FOR = {
    SanctionKind.WARNING: "warn_member",
    SanctionKind.SILENCE: "silence_member",
    SanctionKind.APPROVAL: "premoderate_member",
    SanctionKind.SUSPENSION: "suspend_member",
    SanctionKind.BAN: "ban_member",
}
"""The act that begins each kind of sanction."""


class MembersQuery(ListQuery):
    """Which members; `q` is the beginning of a handle, or part of a name."""

    q: Annotated[str, Line(0, 80)] = ""
    state: MemberState | None = None
    role: Role | None = None


class SanctionsQuery(ListQuery):
    """Which sanctions."""

    member: MemberNumber | None = None
    kind: SanctionKind | None = None
    in_force: bool | None = None


class SanctionIn(Input):
    """What is decided about a member, why, and for how many days (none: no end)."""

    member_id: MemberNumber
    kind: SanctionKind
    reason: Reason
    days: Annotated[int | None, Field(ge=1, le=LONGEST)] = None


class LiftIn(Input):
    """Why a sanction ends before its time."""

    reason: Reason


@operation(
    "GET",
    "/admin/members",
    query=MembersQuery,
    answer=ListOut[MemberStandingOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_members(request: Request[Any], *, query: MembersQuery) -> Reply:
    """List members, the newest first, with what is in force about each."""
    wanted = MemberFilter(query.q, query.state, query.role)
    window, house = query.window(queries.MEMBER_CURSOR), runtime(request)
    async with house.database.reading() as db:
        found = await queries.members_page(db, actor_of(request), wanted, house.clock(), window)
    return listed(request, found)


@operation(
    "GET",
    "/admin/members/{member_id:int}",
    answer=MemberStandingOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def get_member_standing(request: Request[Any]) -> MemberStandingOut:
    """Show a member, and what is in force about them."""
    member_id = MemberId(row_id(request.path_params["member_id"]))
    house = runtime(request)
    async with house.database.reading() as db:
        return await queries.member(db, actor_of(request), member_id, house.clock())


@operation(
    "GET",
    "/admin/sanctions",
    query=SanctionsQuery,
    answer=ListOut[SanctionOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_sanctions(request: Request[Any], *, query: SanctionsQuery) -> Reply:
    """List what was decided about members, the newest first."""
    actor_of(request).require(Permission.MEMBER_READ)
    wanted = SanctionFilter(query.member, query.kind, query.in_force)
    window, house = query.window(accounts.SANCTION_CURSOR), runtime(request)
    async with house.database.reading() as db:
        return listed(request, await accounts.sanctions_page(db, wanted, house.clock(), window))


@operation(
    "POST",
    "/admin/sanctions",
    body=SanctionIn,
    answer=MemberStandingOut,
    status=201,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, AlreadyDone, AlreadyDoneBy, LastAdministrator, InvalidInput],
)
async def add_sanction(
    _request: Request[Any], unit: Unit, *, body: SanctionIn
) -> MemberStandingOut:
    """Decide about a member, as by the act of that kind."""
    fields = {} if body.days is None else {"days": body.days}
    act = make(ACT_FOR[body.kind], f"member:{body.member_id}", body.reason, fields)
    await actions.carry_out(unit, act)
    return await queries.member(unit.db, unit.actor, body.member_id, unit.now)


@operation(
    "POST",
    "/admin/sanctions/{sanction_id:int}/lift",
    body=LiftIn,
    answer=MemberStandingOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, AlreadyDone, AlreadyDoneBy, InvalidInput],
)
async def lift_sanction(request: Request[Any], unit: Unit, *, body: LiftIn) -> MemberStandingOut:
    """End a sanction before its time."""
    unit.actor.require(Permission.MEMBER_SANCTION)
    sanction_id = SanctionId(row_id(request.path_params["sanction_id"]))
    row = await accounts.find_sanction(unit.db, sanction_id)
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise AlreadyDone
    act = make("lift_sanction", f"member:{row.member_id}", body.reason, {"kind": row.kind})
    await actions.carry_out(unit, act)
    return await queries.member(unit.db, unit.actor, row.member_id, unit.now)


ROUTES = [list_members, get_member_standing, list_sanctions, add_sanction, lift_sanction]
