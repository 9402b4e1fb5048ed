"""How mail reaches members, and what they were told by it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import email_key
from forum.core.ids import MemberId, NotificationId
from forum.db.inserting import insert_into
from forum.notifications.rules import Rhythm
from forum.notifications.tables import Bounce, Notification, NotificationSettings

Due = Literal["soon_due", "daily_due", "weekly_due"]
DUE: Mapping[Rhythm, Due] = {
    Rhythm.AT_ONCE: "soon_due",
    Rhythm.DAILY: "daily_due",
    Rhythm.WEEKLY: "weekly_due",
}
"""Where it is noted when the next mail of a rhythm goes out."""


async def mail_settings(db: AsyncSession, member_id: MemberId) -> NotificationSettings:
    """What a member chose, or what holds for everybody."""
    found = await db.get(NotificationSettings, member_id)
    return found or NotificationSettings(member_id=member_id)


async def settings_for_update(
    db: AsyncSession, ids: Collection[MemberId]
) -> Mapping[MemberId, NotificationSettings]:
    """The same of several members, as rows that the transaction may change."""
    found = await _locked(db, ids)
    if missing := set(ids) - found.keys():
        rows = [_defaults(one) for one in sorted(missing)]
        await db.exec(insert_into(db, NotificationSettings).values(rows).on_conflict_do_nothing())
        found |= await _locked(db, missing)
    return found


async def _locked(
    db: AsyncSession, ids: Collection[MemberId]
) -> dict[MemberId, NotificationSettings]:
    if not ids:
        return {}
    # In one order, so that of two transactions neither waits for what the other holds.
    query = (
        select(NotificationSettings)
        .where(col(NotificationSettings.member_id).in_(list(ids)))
        .order_by(col(NotificationSettings.member_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.member_id: row for row in await db.exec(query)}


async def take_due(db: AsyncSession, member_id: MemberId, which: Due, moment: datetime) -> bool:
    """Note that the mail of `moment` is out; gives false where another one is due instead."""
    column = col(getattr(NotificationSettings, which))
    statement = (
        update(NotificationSettings)
        .where(col(NotificationSettings.member_id) == member_id, column == moment)
        .values({which: None})
    )
    return bool((await db.exec(statement)).rowcount)


async def note_mailed(
    db: AsyncSession, member_id: MemberId, ids: Collection[NotificationId], now: datetime
) -> None:
    """Note that mail has told a member."""
    if not ids:
        return
    await db.exec(
        update(Notification)
        .where(col(Notification.member_id) == member_id, col(Notification.id).in_(ids))
        .values(mailed_at=now)
    )


async def bounce(db: AsyncSession, email: str) -> Bounce | None:
    """Why nothing goes to an address any more, if that is so."""
    return await db.get(Bounce, email_key(email))


async def note_bounce(db: AsyncSession, email: str, reason: str, now: datetime) -> None:
    """Send nothing more to an address."""
    await db.merge(Bounce(email_key=email_key(email), reason=reason, made_at=now))


async def forget_bounce(db: AsyncSession, email: str) -> None:
    """Try an address again."""
    if (row := await bounce(db, email)) is not None:
        await db.delete(row)


def _defaults(member_id: MemberId) -> dict[str, Any]:
    return NotificationSettings(member_id=member_id).model_dump()
