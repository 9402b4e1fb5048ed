"""Items of an agenda, as the floor asks for them."""

from collections.abc import Collection, Sequence

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import ItemId, SessionId, SlotId
from forum.live.floor.rules import Appeal, SlotState
from forum.live.floor.tables import FloorSlot
from forum.live.sessions.queries.agenda import item_rows
from forum.live.sessions.states import ItemState
from forum.live.sessions.tables import AgendaItem


async def items_of(db: AsyncSession, session_id: SessionId) -> Sequence[AgendaItem]:
    """The agenda of a session, in its order."""
    return await item_rows(db, session_id)


async def item_in(db: AsyncSession, session_id: SessionId, item_id: ItemId | None) -> AgendaItem:
    """An item of a session's agenda.

    Raises:
        NotFound: the session has none of this number; `None` is of none.
    """
    query = select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.session_id == session_id)
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


def item_of_points(items: Sequence[AgendaItem], open_item: ItemId | None) -> AgendaItem | None:
    """On whose list a point of order stands that is raised now: it needs no item to be open.

    That which is open; between two items the last that was dealt with; before them the first.
    `None`: the agenda is empty.
    """
    if (found := next((one for one in items if one.id == open_item), None)) is not None:
        return found
    done = [one for one in items if one.state is ItemState.DONE]
    return done[-1] if done else next(iter(items), None)


async def items_with(
    db: AsyncSession, session_id: SessionId, states: Collection[SlotState]
) -> Sequence[ItemId]:
    """Items of a session with requests in one of these states, or with an appeal."""
    going_on = or_(col(FloorSlot.state).in_(states), col(FloorSlot.appeal) == Appeal.PENDING)
    query = (
        select(FloorSlot.item_id)
        .join(AgendaItem, col(AgendaItem.id) == FloorSlot.item_id)
        .where(AgendaItem.session_id == session_id, going_on)
        .order_by(col(FloorSlot.item_id))
        .distinct()
    )
    return [ItemId(one) for one in await db.exec(query)]


async def item_of(db: AsyncSession, session_id: SessionId, slot_id: SlotId) -> ItemId:
    """The agenda item of a request in a session.

    Raises:
        NotFound: the session has no such request.
    """
    query = (
        select(FloorSlot.item_id)
        .join(AgendaItem, col(AgendaItem.id) == FloorSlot.item_id)
        .where(FloorSlot.id == slot_id, AgendaItem.session_id == session_id)
    )
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return ItemId(found)
