"""Storing agendas; they are read by `live.sessions`."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import ItemId, SessionId
from forum.live.agenda.rules import ItemInUse
from forum.live.sessions.tables import AgendaItem


async def rows_of(db: AsyncSession, session_id: SessionId) -> Sequence[AgendaItem]:
    """The items of a session that the caller holds locked, in their order."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.session_id == session_id)
        .order_by(col(AgendaItem.place), col(AgendaItem.id))
    )
    return (await db.exec(query)).all()


async def add_item(db: AsyncSession, row: AgendaItem) -> ItemId:
    """Store a new item of a session that the caller holds locked."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def remove_item(db: AsyncSession, row: AgendaItem) -> None:
    """Remove an item.

    Raises:
        ItemInUse: something else belongs to it; decided by constraints.
    """
    try:
        async with db.begin_nested():
            await db.delete(row)
    except IntegrityError as error:
        raise ItemInUse from error
