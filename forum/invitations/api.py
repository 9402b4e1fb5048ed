"""Invitations for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import InvitationId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.invitations import actions, queries
from forum.invitations.opening import open_invitation
from forum.invitations.rules import (
    InvitationNotGood,
    InvitationOver,
    InvitationUsed,
    Outcome,
    SentLately,
    TooManyInvitations,
    TooManyLines,
)
from forum.invitations.schemas import (
    AcceptanceDraft,
    AcceptedOut,
    Gift,
    InvitationOut,
    InvitationsDraft,
    InvitationsQuery,
    ReportOut,
)
from forum.roles.rules import MoreThanOwn, NothingThere
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation(
    "GET",
    "/admin/invitations",
    query=InvitationsQuery,
    answer=ListOut[InvitationOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def list_invitations(request: Request[Any], *, query: InvitationsQuery) -> Reply:
    """List invitations, the newest first: one's own; all, for who manages members."""
    window, now = query.window(queries.CURSOR), runtime(request).clock()
    async with runtime(request).database.reading() as db:
        actor = actor_of(request)
        found = await queries.invitations_page(db, actor, query.state, window, now)
    return listed(request, found)


@operation(
    "POST",
    "/admin/invitations",
    body=InvitationsDraft,
    answer=ReportOut,
    scope=Scope.MODERATE,
    refuses=[
        Forbidden,
        MoreThanOwn,
        NothingThere,
        TooManyLines,
        TooManyInvitations,
        InvalidInput,
    ],
)
async def invite(_request: Request[Any], unit: Unit, *, body: InvitationsDraft) -> ReportOut:
    """Invite people by mail; the answer says of each line what became of it."""
    gift = Gift(**body.model_dump(exclude={"addresses"}))
    lines = await actions.invite(unit, body.addresses, gift)
    invited = sum(line.outcome == Outcome.INVITED for line in lines)
    return ReportOut(invited=invited, lines=lines)


@operation(
    "POST",
    "/admin/invitations/{invitation_id:int}/mail",
    answer=InvitationOut,
    status=202,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvitationOver, SentLately],
)
async def send_invitation_again(request: Request[Any], unit: Unit) -> InvitationOut:
    """Send an invitation again, with a new link."""
    row = await actions.send_again(unit, _invitation_id(request))
    return await queries.invitation_out(unit.db, row, unit.now)


@operation(
    "DELETE",
    "/admin/invitations/{invitation_id:int}",
    status=204,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvitationOver],
)
async def revoke_invitation(request: Request[Any], unit: Unit) -> Reply:
    """Revoke an invitation: its link is worthless at once."""
    await actions.revoke(unit, _invitation_id(request))
    return Reply()


@operation(
    "POST",
    "/invitation-acceptances",
    body=AcceptanceDraft,
    answer=AcceptedOut,
    scope=Scope.WRITE,
    refuses=[InvitationNotGood, InvitationUsed, InvalidInput],
)
async def accept_invitation(
    request: Request[Any], unit: Unit, *, body: AcceptanceDraft
) -> AcceptedOut:
    """Accept an invitation as the member who asks."""
    opened = await open_invitation(runtime(request), actor_of(request), body.word)
    await actions.accept(unit, opened.row)
    return AcceptedOut(space=opened.slug)


def _invitation_id(request: Request[Any]) -> InvitationId:
    return InvitationId(row_id(request.path_params["invitation_id"]))


ROUTES = [
    list_invitations,
    invite,
    send_invitation_again,
    revoke_invitation,
    accept_invitation,
]
