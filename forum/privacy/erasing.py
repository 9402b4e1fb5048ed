"""What becomes of a member's data when they go; done in steps, each of which commits."""

from collections.abc import Sequence

from forum.accounts import actions as accounts
from forum.accounts import queries as members
from forum.accounts.rules import MemberState, Way
from forum.accounts.tables import Departure, Member
from forum.core.ids import MemberId
from forum.db.holdings import Holding, remove, wipe
from forum.db.unit import Unit
from forum.discussions.erasing import erase_texts
from forum.moderation.erasing import forget_translations
from forum.moderation.recording import record
from forum.moderation.tables import AuditEntry
from forum.privacy import queries
from forum.privacy.actions import REMOVE

ACT = "erase_member"
"""What the record of acts calls it; who it was, it does not tell."""


async def erase_some(unit: Unit, holdings: Sequence[Holding], member_id: MemberId) -> bool:
    """Take the next step; says whether there are more. Whoever came back in time is let be.

    Args:
        unit: of an actor who is that member, and may do anything.
        holdings: of all features.
        member_id: who goes.
    """
    departure = await members.departure(unit.db, member_id)
    if departure is None or departure.due > unit.now:
        return False
    member = await members.member_for_update(unit.db, member_id)
    if member.state == MemberState.ACTIVE:  # a moderator has opened the account again
        await members.drop_departure(unit.db, member_id)
        return False
    with_texts = departure.way is Way.DELETE
    if with_texts and await erase_texts(unit, member_id):
        return True
    if await forget_translations(unit, member_id):
        return True
    going = [one for one in holdings if one.goes(texts=with_texts)]
    if any([await remove(unit.db, one, member_id) for one in going]):
        return True
    for one in holdings:
        if one.wiped:
            await wipe(unit.db, one, member_id)
    await _finish(unit, member, departure)
    return False


async def _finish(unit: Unit, member: Member, departure: Departure) -> None:
    if (copy := await queries.export(unit.db, departure.member_id)) is not None:
        unit.later(REMOVE, key=copy.key)
        await queries.drop_export(unit.db, copy)
    entry = AuditEntry(
        made_at=unit.now,
        actor_id=departure.member_id,
        act=ACT,
        target=f"member:{departure.member_id}",
        reason="",
        details={"way": departure.way.value},
    )
    await record(unit, entry)
    await accounts.empty(unit, member)
