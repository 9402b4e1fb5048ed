"""Registrations that wait: what the person says, and what the secretariat decides."""

from forum.accounts import queries, rules
from forum.accounts.events import MemberChanged
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.partners import zone_of
from forum.accounts.record import note
from forum.accounts.rules import MemberState
from forum.accounts.schemas import WaitingForm
from forum.accounts.tables import Member, Registration
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.db.unit import Unit


async def approve(unit: Unit, member_id: MemberId) -> Member:
    """Let a registration become an account that can be used; a mail tells the person.

    Raises:
        NotFound: there is no such member.
        RegistrationDecided: it does not wait.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.MEMBER_MANAGE)
    member, _ = await _waiting(unit, member_id)
    member.state = MemberState.ACTIVE
    await queries.drop_registration(unit.db, member_id)
    note(unit, "approve_registration", member_id, "")
    unit.later(MAIL, purpose=Purpose.APPROVED, member_id=member_id)
    unit.emit(MemberChanged(member_id))
    return member


async def decline(unit: Unit, member_id: MemberId, reason: str) -> Member:
    """Decline a registration; a mail tells the person why.

    Raises:
        NotFound: there is no such member.
        RegistrationDecided: it does not wait.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.MEMBER_MANAGE)
    member, row = await _waiting(unit, member_id)
    member.state = MemberState.DECLINED
    row.declined_at, row.reason = unit.now, reason
    note(unit, "decline_registration", member_id, reason)
    unit.later(MAIL, purpose=Purpose.DECLINED, member_id=member_id, reason=reason)
    unit.emit(MemberChanged(member_id))
    return member


async def say_anew(unit: Unit, member_id: MemberId, said: WaitingForm) -> None:
    """Change what a registration says. Not checked here: its caller knows whose it is.

    Raises:
        NotFound: there is no such member.
        RegistrationDecided: it does not wait.
    """
    member, row = await _waiting(unit, member_id)
    member.organisation, member.partner = said.organisation, said.country
    member.zone = zone_of(said.country)
    row.about = said.about


async def withdraw(unit: Unit, member_id: MemberId) -> None:
    """Take a registration back: nothing is left of it. Not checked here, as above.

    Raises:
        NotFound: there is no such member.
        RegistrationDecided: it does not wait.
    """
    await _waiting(unit, member_id)
    await queries.drop_newcomer(unit.db, member_id)


async def _waiting(unit: Unit, member_id: MemberId) -> tuple[Member, Registration]:
    member = await queries.member_for_update(unit.db, member_id)
    row = await queries.registration(unit.db, member_id)
    waits = member.state == MemberState.WAITING and member.email_verified_at is not None
    if row is None or not waits:
        raise rules.RegistrationDecided
    return member, row
