"""What an invitation gives: never more than its sender may give, also when it is accepted."""

from forum.accounts import queries as members
from forum.accounts.events import AccessEnded
from forum.accounts.rules import MemberState
from forum.core.actor import Actor
from forum.core.errors import N_, Fault, Forbidden, InvalidInput, NotFound
from forum.core.ids import MemberId, SpaceId
from forum.core.permissions import Permission, Role
from forum.db.unit import Unit
from forum.invitations import queries
from forum.invitations.rules import InvitationNotGood
from forum.invitations.tables import Invitation
from forum.roles import queries as roles
from forum.roles.rules import (
    MoreThanOwn,
    NothingThere,
    check_giving,
    check_place,
    permissions_of,
)
from forum.roles.tables import RoleGrant
from forum.site.record import note
from forum.spaces import queries as spaces
from forum.spaces.events import SpaceMemberAdded


async def placed(unit: Unit, slug: str) -> SpaceId | None:
    """The space that an invitation names; `None` for none.

    Raises:
        InvalidInput: there is no such space for the actor.
    """
    if not slug:
        return None
    try:
        return (await spaces.space_by_slug(unit.db, unit.actor, slug)).id
    except NotFound as error:
        raise InvalidInput([Fault("space", N_("There is no such space."))]) from error


async def check_gift(unit: Unit, giver: Actor, space_id: SpaceId | None, role: str) -> None:
    """Return if `giver` may invite somebody into that space, with that role.

    Raises:
        InvalidInput: there is no such role.
        NothingThere: the role permits nothing that counts in a space.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the giver may not.
    """
    giver.require(Permission.MEMBER_INVITE)
    if space_id is not None:
        giver.at(space_id).require(Permission.SPACE_ADMIT)
    if role:
        try:
            stored = await roles.stored_permissions(unit.db, role)
        except NotFound as error:
            raise InvalidInput([Fault("role", N_("There is no such role."))]) from error
        check_giving(giver, check_place(permissions_of(role, stored), space_id, ""))


async def give(unit: Unit, row: Invitation, member_id: MemberId) -> None:
    """Give a member what an invitation is for, and have it written down.

    Raises:
        InvitationNotGood: who sent it may not give this any more.
    """
    await _check_still_given(unit, row)
    if row.space_id is not None:
        await _into_space(unit, row.space_id, member_id)
    if row.role:
        await _into_role(unit, row, member_id)
    unit.emit(AccessEnded(member_id))
    details = {"id": row.id, "by_id": row.invited_by_id, "space_id": row.space_id}
    target = f"member:{member_id}"
    note(unit, "accept_invitation", target, reason="", by=member_id, role=row.role, **details)


async def _check_still_given(unit: Unit, row: Invitation) -> None:
    giver = await members.member_by_id(unit.db, row.invited_by_id)
    held = await roles.held_by(unit.db, row.invited_by_id, Role(giver.role))
    grants = tuple(one.grant for one in held[1:])
    actor = Actor(row.invited_by_id, giver.handle, role=Role(giver.role), grants=grants)
    if giver.state != MemberState.ACTIVE:
        raise InvitationNotGood
    try:
        await check_gift(unit, actor, row.space_id, row.role)
    except (Forbidden, InvalidInput, MoreThanOwn, NothingThere) as error:
        raise InvitationNotGood from error


async def _into_space(unit: Unit, space_id: SpaceId, member_id: MemberId) -> None:
    space = await queries.locked_space(unit.db, space_id)
    if await spaces.member_of_space(unit.db, space_id, member_id) is None:
        await spaces.add_member(unit.db, space_id, member_id, unit.now)
        unit.emit(SpaceMemberAdded(space.slug, member_id))


async def _into_role(unit: Unit, row: Invitation, member_id: MemberId) -> None:
    grant = RoleGrant(
        member_id=member_id,
        role=row.role,
        space_id=row.space_id,
        place=row.place,
        granted_by=row.invited_by_id,
        granted_at=unit.now,
    )
    await members.member_for_update(unit.db, member_id)  # so that nobody gives it twice at once
    if await roles.same_grant(unit.db, grant) is None:
        await roles.add_grant(unit.db, grant)
