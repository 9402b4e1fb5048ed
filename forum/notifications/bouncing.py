"""Reports that a mail was refused after its first server had taken it."""

from forum.accounts import queries as accounts
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.mail.reports import Report
from forum.notifications import queries
from forum.notifications.words import is_message_to, whose_message
from forum.runtime import Runtime


async def note_report(runtime: Runtime, report: Report) -> MemberId | None:
    """Send nothing more to the address that a report says is refused for good.

    Only the id of a message that went from here to that address shows whose it is: anybody can
    write a report, and any address in it.

    Returns:
        Whose address it is; `None` where nothing was noted: the report speaks of a delay, of no
        mail of ours, or of an address that its owner has given up.
    """
    member_id, refusal = whose_message(report.message_id), report.refusal
    if member_id is None or refusal is None:
        return None
    async with runtime.unit(SYSTEM) as unit:
        try:
            member = await accounts.member_by_id(unit.db, member_id)
        except NotFound:
            return None
        if not is_message_to(runtime.key, report.message_id, member.email_key):
            return None
        await queries.note_bounce(unit.db, member.email, refusal, unit.now)
    return member_id
