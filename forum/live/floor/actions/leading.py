"""What is done to requests, and whether names are taken."""

from forum.core.ids import ItemId, SessionId, SlotId
from forum.db.unit import Unit
from forum.live.floor import queries
from forum.live.floor.actions.changing import Done, Room, change, enter
from forum.live.floor.actions.owning import check_open, is_own
from forum.live.floor.chairing import CloseList, OpenList
from forum.live.floor.commands import MEETING_ONLY, Command, Ordered, act_of, deed_of
from forum.live.floor.rules import ItemNotOpen, ListState, SlotKind, check_times
from forum.live.floor.schemas import FloorOrder, ListOrder
from forum.live.floor.slots import Slot
from forum.live.sessions.rules import Deed, NotAtThisStage, Standing, check
from forum.live.sessions.states import MEETING


async def carry_out(
    unit: Unit, session_id: SessionId, slot_id: SlotId, order: FloorOrder
) -> ItemId:
    """Do something to a request, if it is still as the doer saw it; gives the item it is on.

    Raises:
        NotFound: the actor sees no such session, or it has no such request.
        NotYourPart, NotAtThisStage: the actor may not; see `rules.check`.
        FloorChanged: the request is otherwise than the doer saw it.
        ItemNotOpen: somebody is to speak on an item that is not open.
        FloorTaken, PointPending, NotAppealable: see the acts.
    """
    room = await enter(unit, session_id)
    item_id = await queries.item_of(unit.db, session_id, slot_id)
    held = await queries.floor_for_update(unit.db, item_id, room.rules)
    slot = held.floor.slot(slot_id)
    standing = _check(unit, room, slot, order.act)
    if order.act in MEETING_ONLY and slot.kind is not SlotKind.POINT and item_id != room.open_item:
        raise ItemNotOpen
    given = Ordered(slot_id, order.expected, unit.now, order.after)
    act = act_of(order.act, given)
    await change(unit, room.id, held, act, Done(order.act.value, standing))
    return item_id


def _check(unit: Unit, room: Room, slot: Slot, command: Command) -> Standing | None:
    """Let those act who may; gives their standing if they do it in their delegation's name."""
    if command is Command.WITHDRAW and is_own(unit, room, slot):
        check_open(room)
        return room.standing
    deed = deed_of(command)
    check(room.standing, deed, room.state)
    if command in MEETING_ONLY and room.state not in MEETING:
        raise NotAtThisStage
    return room.standing if deed is Deed.RAISE_POINT else None


async def change_list(unit: Unit, session_id: SessionId, item_id: ItemId, order: ListOrder) -> None:
    """Take names, from and until stated times, or take no more.

    Raises:
        NotFound: the actor sees no such session, or it has no such item.
        NotYourPart, NotAtThisStage: the actor may not; see `rules.check`.
        FloorChanged: the list is otherwise than the doer saw it.
        InvalidInput: it would close before it opens.
    """
    room = await enter(unit, session_id)
    check(room.standing, Deed.LEAD_FLOOR, room.state)
    await queries.item_in(unit.db, session_id, item_id)
    held = await queries.floor_for_update(unit.db, item_id, room.rules)
    if order.state is ListState.CLOSED:
        await change(unit, room.id, held, CloseList(order.expected, unit.now), Done("close"))
        return
    opens_at = order.opens_at or unit.now
    check_times(opens_at, order.closes_at)
    act = OpenList(order.expected, opens_at, order.closes_at)
    await change(unit, room.id, held, act, Done("open"))
