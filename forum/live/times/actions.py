"""What members do with the address of their calendar."""

from forum.db.unit import Unit
from forum.live.times import queries
from forum.live.times.tables import CalendarFeed


async def make_address(unit: Unit) -> CalendarFeed:
    """Make a private address of the actor's calendar; an earlier one is good no more.

    Raises:
        SignInRequired: a visitor.
    """
    member_id = unit.actor.require_member()
    row = await queries.feed_of(unit.db, member_id, is_locked=True)
    if row is None:
        row = CalendarFeed(member_id=member_id, made_at=unit.now)
        await queries.add_feed(unit.db, row)
    else:
        row.serial, row.is_open, row.made_at = row.serial + 1, True, unit.now
    return row


async def revoke_address(unit: Unit) -> None:
    """Take the private address of the actor's calendar back.

    Raises:
        SignInRequired: a visitor.
    """
    row = await queries.feed_of(unit.db, unit.actor.require_member(), is_locked=True)
    if row is not None:
        row.is_open = False
