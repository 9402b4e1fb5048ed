"""Clocks stop when the meeting does."""

from forum.core.ids import ItemId, SessionId
from forum.db.unit import Unit
from forum.live.floor import queries
from forum.live.floor.actions.changing import Done, change
from forum.live.floor.acts import Act
from forum.live.floor.asking import Withdraw
from forum.live.floor.chairing import Pause, Stop
from forum.live.floor.rules import SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.sessions.states import MEETING


async def halt(unit: Unit, session_id: SessionId, *, for_good: bool) -> None:
    """Stop the clock of whoever speaks; for good: let all who have begun have spoken.

    The chair can do the same by hand, so it makes no difference if this comes twice, or late. If
    the meeting goes on again, nothing is done.
    """
    if await queries.state_held(unit.db, session_id) in MEETING:
        return
    for item_id in await queries.items_with_speakers(unit.db, session_id):
        await _halt(unit, session_id, item_id, for_good=for_good)


async def _halt(unit: Unit, session_id: SessionId, item_id: ItemId, *, for_good: bool) -> None:
    rules = queries.rules_of(await queries.session_row(unit.db, session_id))
    held = await queries.floor_for_update(unit.db, item_id, rules)
    for slot in held.floor.slots:
        if slot.state in _BEGUN and (for_good or slot.state is SlotState.SPEAKING):
            name, act = _act(slot, unit, for_good=for_good)
            await change(unit, session_id, held, act, Done(name))


_BEGUN = frozenset({SlotState.SPEAKING, SlotState.PAUSED})


def _act(slot: Slot, unit: Unit, *, for_good: bool) -> tuple[str, Act]:
    given = slot.id, slot.state, unit.now
    if not for_good:
        return "pause", Pause(*given)
    if slot.kind is SlotKind.POINT:
        return "withdraw", Withdraw(*given)
    return "stop", Stop(*given)
