"""What the floor does when the meeting is suspended or closed."""

from forum.core.actor import SYSTEM
from forum.live.floor import actions
from forum.live.sessions.events import SessionMoved
from forum.live.sessions.states import SessionState
from forum.runtime import Runtime


async def stand_still(runtime: Runtime, event: SessionMoved) -> None:
    """Stop the clock of whoever was speaking."""
    if event.state in {SessionState.SUSPENDED, SessionState.CLOSED}:
        is_closed = event.state == SessionState.CLOSED
        async with runtime.unit(SYSTEM) as unit:
            await actions.halt(unit, event.session_id, for_good=is_closed)
