"""What the floor does, in the same change, when the meeting or its agenda moves on."""

from forum.db.unit import Unit
from forum.live.floor import actions
from forum.live.sessions.events import ItemOpened, SessionMoved
from forum.live.sessions.states import SessionState


async def stand_still(unit: Unit, event: SessionMoved) -> None:
    """Stop the clock of whoever speaks; when the meeting is closed, let all have spoken."""
    if event.state == SessionState.SUSPENDED:
        await actions.halt(unit, event.session_id)
    elif event.state == SessionState.CLOSED:
        await actions.end_all(unit, event.session_id)


async def turn_to(unit: Unit, event: ItemOpened) -> None:
    """Let whoever speaks on an item have spoken when it is closed.

    Raises:
        PointPending: a point of order, or an appeal, is decided first.
    """
    await actions.leave_items(unit, event.session_id)
