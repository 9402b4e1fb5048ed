"""How mail reaches members, and what they were told by it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import email_key
from forum.core.ids import MemberId, NotificationId
from forum.notifications.rules import OVERDUE, Rhythm
from forum.notifications.tables import Bounce, Notification, NotificationSettings

Due = Literal["daily_due", "weekly_due"]
DUE: Mapping[Rhythm, Due] = {Rhythm.DAILY: "daily_due", Rhythm.WEEKLY: "weekly_due"}
"""Where it is noted when the next digest of a rhythm goes out."""


async def mail_settings(db: AsyncSession, member_id: MemberId) -> NotificationSettings:
    """What a member chose, or what holds for everybody."""
    found = await db.get(NotificationSettings, member_id)
    return found or NotificationSettings(member_id=member_id)


async def settings_for_update(db: AsyncSession, member_id: MemberId) -> NotificationSettings:
    """The same, as a row that the transaction may change."""
    await db.exec(_insert(db).values(_defaults(member_id)).on_conflict_do_nothing())
    query = select(NotificationSettings).where(NotificationSettings.member_id == member_id)
    return (await db.exec(query.with_for_update())).one()


async def set_due(
    db: AsyncSession, member_id: MemberId, which: Due, moment: datetime, *, now: datetime
) -> bool:
    """Note when a member's next digest goes out; gives false where that is settled already."""
    column = col(getattr(NotificationSettings, which))
    statement = _insert(db).values({**_defaults(member_id), which: moment})
    free = or_(column.is_(None), column < now - OVERDUE)
    statement = statement.on_conflict_do_update(
        index_elements=["member_id"], set_={which: moment}, where=free
    )
    noted = await db.exec(statement.returning(col(NotificationSettings.member_id)))
    return noted.first() is not None


async def take_due(db: AsyncSession, member_id: MemberId, which: Due, moment: datetime) -> bool:
    """Note that the digest of `moment` is out; gives false where another one is due instead."""
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
    await db.exec(
        update(Notification)
        .where(col(Notification.member_id) == member_id, col(Notification.id).in_(ids))
        .values(mailed_at=now)
    )


async def to_mail(db: AsyncSession, wanted: NotificationId) -> Notification | None:
    """One notification, in sight or not, if it is still there."""
    return await db.get(Notification, wanted)


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


def _insert(db: AsyncSession) -> Any:
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(NotificationSettings)


def _defaults(member_id: MemberId) -> dict[str, Any]:
    return NotificationSettings(member_id=member_id).model_dump()
