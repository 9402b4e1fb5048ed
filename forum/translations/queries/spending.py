"""What has been spent of the day's budgets."""

from datetime import date

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.inserting import insert_into
from forum.translations.tables import TranslationSpending as Spending


async def spend(db: AsyncSession, day: date, payer: str, characters: int, most: int) -> bool:
    """Count `characters` for `payer`, unless the day's sum would then be more than `most`.

    Of several at once, no two can spend the same: the row is locked until the transaction ends.
    """
    if characters > most:
        return False
    statement = insert_into(db, Spending).values(day=day, payer=payer, characters=characters)
    total = col(Spending.characters) + characters
    statement = statement.on_conflict_do_update(
        index_elements=["day", "payer"], set_={"characters": total}, where=total <= most
    )
    return (await db.exec(statement.returning(col(Spending.characters)))).first() is not None


async def spent(db: AsyncSession, day: date, payer: str) -> int:
    """How many characters were counted for `payer` on one day."""
    query = select(Spending.characters).where(Spending.day == day, Spending.payer == payer)
    return (await db.exec(query)).first() or 0


async def forget_spending(db: AsyncSession, before: date) -> None:
    """Remove what was counted on days before this one."""
    await db.exec(delete(Spending).where(col(Spending.day) < before))
