"""Another e-mail address: confirmed by mail to the new one, told to the old one."""

from forum.accounts import queries, rules
from forum.accounts.events import MemberChanged
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.rules import LinkPurpose, MemberState
from forum.accounts.tables import MailLink, Member
from forum.db.unit import Unit


async def request_address(unit: Unit, email: str) -> None:
    """Have a link sent to `email`, by which it becomes the actor's address.

    Where the address has another account, its owner is told instead: the actor learns nothing.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = rules.check_own(unit.actor)
    known = await queries.find_by_email(unit.db, email)
    if known is not None and known.id != member_id:
        unit.later(MAIL, purpose=Purpose.KNOWN, member_id=known.id)
    else:
        unit.later(MAIL, purpose=Purpose.ADDRESS, member_id=member_id, to=email)


async def change_address(unit: Unit, link: MailLink) -> Member:
    """Make the address that a link confirms the member's; sign-ins stay.

    Raises:
        LinkNotGood: the link was used meanwhile, or the account is closed.
        MemberExists: the address has got an account meanwhile.
    """
    if link.address is None or not await queries.spend_link(unit.db, link, unit.now):
        raise rules.LinkNotGood
    await queries.lock_registrations(unit.db)
    member = await queries.member_for_update(unit.db, link.member_id)
    if member.state != MemberState.ACTIVE:
        raise rules.LinkNotGood
    known = await queries.find_by_email(unit.db, link.address)
    if known is not None and known.id != member.id:
        raise rules.MemberExists
    before = member.email
    member.email, member.email_key = link.address, rules.email_key(link.address)
    member.email_verified_at = unit.now
    await queries.drop_links(unit.db, link.member_id, LinkPurpose.RESET)  # sent to the old one
    unit.later(MAIL, purpose=Purpose.MOVED, member_id=member.id, to=before)
    unit.emit(MemberChanged(link.member_id))
    return member
