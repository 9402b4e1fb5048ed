"""What administrators do with accounts; each act is on record."""

from forum.accounts import queries, rules
from forum.accounts.actions.leaving import close
from forum.accounts.actions.standing import keep_one_administrator, set_role
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.record import note
from forum.accounts.rules import MemberState, Way
from forum.accounts.schemas import RoleChange
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.db.unit import Unit


async def change_role(unit: Unit, member_id: MemberId, change: RoleChange) -> Member:
    """Give a member another role.

    Raises:
        NotFound: there is no such member, or the account is not in use.
        LastAdministrator: nobody would be left to administer the site.
        ProofTooOld: the actor has to show first, again, who they are.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    was = (await _member(unit, member_id)).role
    member = await set_role(unit, member_id, change.role)
    if was != change.role:
        note(unit, "change_role", member_id, change.reason, was=was, role=change.role)
    return member


async def resend_verification(unit: Unit, member_id: MemberId) -> None:
    """Send a member again the link that confirms their address.

    Raises:
        NotFound: there is no such member, or the account is not in use.
        AlreadyVerified: the address is confirmed.
        ProofTooOld, SignInRequired, Forbidden, ScopeTooNarrow: see `change_role`.
    """
    member = await _member(unit, member_id)
    if member.email_verified_at is not None:
        raise rules.AlreadyVerified
    unit.later(MAIL, purpose=Purpose.VERIFY, member_id=member_id)


async def close_account(unit: Unit, member_id: MemberId, reason: str) -> Member:
    """Close an account at its owner's wish; a mail brings the link that opens it within a week.

    Raises:
        NotFound: there is no such member, or the account is not in use.
        LastAdministrator: nobody would be left to administer the site.
        ProofTooOld, SignInRequired, Forbidden, ScopeTooNarrow: see `change_role`.
    """
    member = await _member(unit, member_id)
    await keep_one_administrator(unit, member)
    await close(unit, member, Way.ANONYMISE, Purpose.CLOSED)
    note(unit, "close_account", member_id, reason)
    return member


async def _member(unit: Unit, member_id: MemberId) -> Member:
    unit.actor.require(Permission.MEMBER_MANAGE)
    rules.check_fresh(unit.actor, unit.now)
    member = await queries.member_for_update(unit.db, member_id)
    if member.state != MemberState.ACTIVE:
        raise NotFound
    return member
