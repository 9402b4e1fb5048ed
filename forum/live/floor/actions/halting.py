"""Clocks stop when the meeting does, or turns to something else."""

from collections.abc import Collection
from datetime import datetime

from forum.core.ids import ItemId, SessionId
from forum.db.unit import Unit
from forum.live.floor import queries
from forum.live.floor.actions.changing import Done, change
from forum.live.floor.acts import Act
from forum.live.floor.asking import Withdraw
from forum.live.floor.chairing import Pause, PutBack, Stop
from forum.live.floor.rules import ON_FLOOR, SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.sessions.rules import PointPending
from forum.live.sessions.states import AFTER


async def halt(unit: Unit, session_id: SessionId) -> None:
    """Stop the clock of whoever speaks; the caller has the session locked."""
    speaking = frozenset({SlotState.SPEAKING})
    for held in await _held(unit, session_id, speaking):
        for slot in held.floor.slots:
            if slot.state in speaking:
                await change(unit, session_id, held, Pause(*_seen(slot, unit)), Done("pause"))


async def end_all(unit: Unit, session_id: SessionId) -> None:
    """Let all who have begun have spoken; the caller has the session locked.

    A point of order that was not ruled on is withdrawn; who was called and has not begun waits
    again, so that the record tells that they were not heard.
    """
    for held in await _held(unit, session_id, ON_FLOOR):
        await _end(unit, session_id, held)


async def leave_items(unit: Unit, session_id: SessionId) -> None:
    """The same on all items that are not open; the caller has the session locked.

    When the meeting is over, nothing is done.

    Raises:
        PointPending: a point of order, or an appeal, is decided first.
    """
    room = await queries.session_held(unit.db, session_id)
    if room.state in AFTER:
        return
    for held in await _held(unit, session_id, ON_FLOOR, but=room.item_id):
        if held.floor.point is not None:
            raise PointPending
        await _end(unit, session_id, held)


async def _held(
    unit: Unit,
    session_id: SessionId,
    states: Collection[SlotState],
    but: ItemId | None = None,
) -> list[queries.Held]:
    """The lists on which somebody is in one of these states, locked in their order."""
    rules = queries.rules_of(await queries.session_row(unit.db, session_id))
    items = await queries.items_with(unit.db, session_id, states)
    return [await queries.floor_for_update(unit.db, one, rules) for one in items if one != but]


async def _end(unit: Unit, session_id: SessionId, held: queries.Held) -> None:
    for slot in held.floor.slots:
        if slot.has_floor:
            name, act = _ending(slot, unit)
            await change(unit, session_id, held, act, Done(name))


def _ending(slot: Slot, unit: Unit) -> tuple[str, Act]:
    seen = _seen(slot, unit)
    if slot.kind is SlotKind.POINT:
        return "withdraw", Withdraw(*seen)
    if slot.state is SlotState.CALLED:
        return "put_back", PutBack(*seen)
    return "stop", Stop(*seen)


def _seen(slot: Slot, unit: Unit) -> tuple[int, SlotState, datetime]:
    return slot.id, slot.state, unit.now
