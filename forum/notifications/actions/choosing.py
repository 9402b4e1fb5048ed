"""How and when mail goes to a member."""

from collections.abc import Collection

from forum.accounts import queries as accounts
from forum.accounts.rules import check_own
from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.notifications import queries
from forum.notifications.actions.planning import move_digests
from forum.notifications.rules import Group, Rhythm
from forum.notifications.schemas import MailSettings

PROVE = "notifications.prove"


async def change_mail(unit: Unit, wanted: MailSettings) -> None:
    """Choose when mail goes to the actor; a digest that waits goes out at the new hour.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    row = (await queries.settings_for_update(unit.db, [member_id]))[member_id]
    row.direct, row.watched = wanted.direct, wanted.watched
    row.hour, row.weekday = wanted.hour, wanted.weekday
    await move_digests(unit, member_id)


async def unsubscribe(unit: Unit, member_id: MemberId, groups: Collection[Group]) -> None:
    """Send no more mail of some groups. The link in a mail is the proof: nothing is checked here.

    Raises:
        NotFound: there is no such member any more.
    """
    await accounts.member_by_id(unit.db, member_id)
    row = (await queries.settings_for_update(unit.db, [member_id]))[member_id]
    for group in groups:
        setattr(row, group.value, Rhythm.NEVER)


async def ask_for_proof(unit: Unit) -> None:
    """Have a link mailed to the actor's address, which a server has refused.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    unit.later(PROVE, member_id=check_own(unit.actor))


async def take_proof(unit: Unit, email: str) -> None:
    """Send mail again to an address: the link in a mail to it is the proof, checked by then."""
    await queries.forget_bounce(unit.db, email)
