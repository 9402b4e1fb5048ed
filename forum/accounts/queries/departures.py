"""Who has asked to go."""

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Departure
from forum.core.ids import MemberId


async def departure(db: AsyncSession, member_id: MemberId) -> Departure | None:
    """How a member wants to go, if they do."""
    return await db.get(Departure, member_id)


async def save_departure(db: AsyncSession, row: Departure) -> None:
    """Note that a member wants to go, in the place of what they wanted before."""
    await db.merge(row)


async def drop_departure(db: AsyncSession, member_id: MemberId) -> None:
    """Forget that a member wanted to go."""
    await db.exec(delete(Departure).where(col(Departure.member_id) == member_id))
