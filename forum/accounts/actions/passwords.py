"""New passwords for old."""

from forum.accounts import queries, rules
from forum.accounts.events import AccessEnded
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.tables import MailLink, Member
from forum.db.unit import Unit


def request_reset(unit: Unit, email: str) -> None:
    """Have a link sent to `email`, if it has an account: that is found out later, by the job."""
    unit.later(MAIL, purpose=Purpose.RESET, email=email)


async def reset(unit: Unit, link: MailLink, password_hash: str) -> Member:
    """Set a password, and sign all browsers out that came in with the old one.

    Raises:
        LinkNotGood: the link was used meanwhile.
    """
    if not await queries.spend_link(unit.db, link, unit.now):
        raise rules.LinkNotGood
    member = await queries.member_for_update(unit.db, link.member_id)
    member.password_hash = password_hash
    member.email_verified_at = member.email_verified_at or unit.now  # the mail has been read
    await queries.drop_sign_ins(unit.db, link.member_id)
    unit.emit(AccessEnded(link.member_id))
    return member
