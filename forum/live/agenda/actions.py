"""What people do with agendas. An action checks, changes, announces; its caller commits."""

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import ItemId, SessionId
from forum.db.unit import Unit
from forum.live.agenda import queries
from forum.live.agenda.rules import ItemInUse, moved, next_number
from forum.live.agenda.schemas import MOST_ITEMS, ItemChange, ItemDraft
from forum.live.sessions import queries as sessions
from forum.live.sessions.actions import Place, close_item, place_for
from forum.live.sessions.doing import doing
from forum.live.sessions.events import ItemChanged, ItemOpened
from forum.live.sessions.rules import Deed, NotAtThisStage
from forum.live.sessions.states import LIVE, ItemState
from forum.live.sessions.tables import AgendaItem
from forum.translations import actions as translations


async def add_item(unit: Unit, session_id: SessionId, draft: ItemDraft) -> AgendaItem:
    """Add an item at the end.

    Raises:
        InvalidInput: there are as many as there can be.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`.
    """
    place = await place_for(unit, session_id, Deed.EDIT)
    there = await queries.rows_of(unit.db, session_id)
    if len(there) >= MOST_ITEMS:
        raise InvalidInput([Fault("title", N_("There are too many items."))])
    number = draft.number or next_number([one.number for one in there])
    at = max((one.place for one in there), default=-1) + 1
    values = draft.model_dump(exclude={"number"})
    row = AgendaItem(session_id=session_id, place=at, number=number, **values)
    await queries.add_item(unit.db, row)
    await _announce(unit, place, row.id)
    return row


async def change_item(
    unit: Unit, session_id: SessionId, item_id: ItemId, change: ItemChange
) -> AgendaItem:
    """Change what `change` names; an item that is moved takes its place among the others.

    Raises:
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is no such item.
    """
    place = await place_for(unit, session_id, Deed.EDIT)
    row = await sessions.item_of(unit.db, session_id, item_id)
    for name, value in change.model_dump(exclude_none=True, exclude={"place"}).items():
        setattr(row, name, value)
    if change.description is not None:
        await translations.outdate(unit, f"item_text:{item_id}")
    if change.place is not None:
        await _move(unit, session_id, item_id, change.place)
    await _announce(unit, place, item_id)
    return row


async def remove_item(unit: Unit, session_id: SessionId, item_id: ItemId) -> None:
    """Take an item off the agenda.

    Raises:
        ItemInUse: it was opened, or something belongs to it.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is no such item.
    """
    place = await place_for(unit, session_id, Deed.EDIT)
    row = await sessions.item_of(unit.db, session_id, item_id)
    if row.state is not ItemState.PLANNED:
        raise ItemInUse
    await translations.forget(unit, f"item_text:{item_id}")
    await queries.remove_item(unit.db, row)
    await _announce(unit, place, item_id)


async def open_item(unit: Unit, session_id: SessionId, item_id: ItemId | None) -> None:
    """Deal with an item from now on, and no more with the one before; `None`: with none.

    Raises:
        NotAtThisStage: people are not together.
        PointPending: a point of order on the item before is decided first (said by the floor, when
            the change is made).
        NotFound, NotYourPart, Silenced: see `place_for`; there is no such item.
    """
    place = await place_for(unit, session_id, Deed.LEAD_FLOOR)
    session = place.session
    if session.state not in LIVE:
        raise NotAtThisStage
    if item_id == session.open_item_id:
        return
    if item_id is None:
        await close_item(unit, place)
        return
    row = await sessions.item_of(unit.db, session_id, item_id)
    if session.open_item_id is not None:
        before = await sessions.item_of(unit.db, session_id, session.open_item_id)
        before.state = ItemState.DONE
    row.state, session.open_item_id = ItemState.OPEN, item_id
    unit.emit(ItemOpened(**doing(unit, session_id, place.standing), item_id=item_id))


async def _move(unit: Unit, session_id: SessionId, item_id: ItemId, to: int) -> None:
    there = {one.id: one for one in await queries.rows_of(unit.db, session_id) if one.id}
    for at, key in enumerate(moved(list(there), item_id, to)):
        there[key].place = at


async def _announce(unit: Unit, place: Place, item_id: ItemId | None) -> None:
    await translations.outdate(unit, f"agenda:{place.session_id}")
    unit.emit(ItemChanged(**doing(unit, place.session_id, place.standing), item_id=item_id))
