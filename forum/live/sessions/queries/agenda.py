"""Reading agendas; they are changed by `live.agenda`."""

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import ItemId, SessionId
from forum.db.base import Id
from forum.live.sessions.schemas import ItemOut
from forum.live.sessions.tables import AgendaItem


async def items_of(db: AsyncSession, session_id: SessionId) -> Sequence[ItemOut]:
    """The agenda of a session, in its order."""
    return [item_out(row) for row in await item_rows(db, session_id)]


async def item_rows(db: AsyncSession, session_id: SessionId) -> Sequence[AgendaItem]:
    """The same as rows."""
    return (await db.exec(_AGENDA, params={"session": session_id})).all()


# Composed once: whoever comes into a room asks it.
_AGENDA = (
    select(AgendaItem)
    .where(col(AgendaItem.session_id) == bindparam("session", type_=Id))
    .order_by(col(AgendaItem.place), col(AgendaItem.id))
)


async def item_of(db: AsyncSession, session_id: SessionId, item_id: ItemId) -> AgendaItem:
    """An item of a session's agenda.

    Raises:
        NotFound: the session has none of this number.
    """
    query = select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.session_id == session_id)
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


def item_out(row: AgendaItem) -> ItemOut:
    """An item's row as it goes out."""
    return ItemOut.model_validate(row.model_dump(include=set(ItemOut.model_fields)))
