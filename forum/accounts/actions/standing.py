"""What others decide about a member. Not checked here: only moderation and commands call it."""

from forum.accounts import queries, rules
from forum.accounts.events import MemberChanged, MemberSuspended
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.ids import MemberId
from forum.core.permissions import Role
from forum.db.unit import Unit


async def set_role(unit: Unit, member_id: MemberId, role: Role) -> Member:
    """Give a member another role.

    Raises:
        NotFound: there is no such member.
        LastAdministrator: nobody would be left to administer the site.
    """
    member = await queries.member_for_update(unit.db, member_id)
    if role != Role.ADMIN:
        await keep_one_administrator(unit, member)
    member.role = role
    unit.emit(MemberChanged(member_id))
    return member


async def suspend(unit: Unit, member_id: MemberId) -> Member:
    """Close an account until it is restored: sign-ins end, tokens rest.

    Raises:
        NotFound: there is no such member.
        LastAdministrator: nobody would be left to administer the site.
    """
    member = await queries.member_for_update(unit.db, member_id)
    await keep_one_administrator(unit, member)
    member.state = MemberState.SUSPENDED
    await queries.drop_sign_ins(unit.db, member_id)
    unit.emit(MemberSuspended(member_id))
    return member


async def restore(unit: Unit, member_id: MemberId) -> Member:
    """Open a suspended account again; any other stays as it is.

    Raises:
        NotFound: there is no such member.
    """
    member = await queries.member_for_update(unit.db, member_id)
    if member.state == MemberState.SUSPENDED:
        member.state = MemberState.ACTIVE
        unit.emit(MemberChanged(member_id))
    return member


async def keep_one_administrator(unit: Unit, member: Member) -> None:
    """Refuse to do without a member who is the last to administer the site.

    Raises:
        LastAdministrator: nobody would be left to.
    """
    if member.role == Role.ADMIN and member.state == MemberState.ACTIVE:
        await queries.lock_registrations(unit.db)
        if await queries.active_administrators(unit.db) == 1:
            raise rules.LastAdministrator
