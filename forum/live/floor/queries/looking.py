"""The floor as somebody who follows a session is shown it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import ItemId, SessionId, SlotId
from forum.live.floor.queries.items import item_in, item_of
from forum.live.floor.queries.lists import floor_shown
from forum.live.floor.queries.rows import rules_of
from forum.live.floor.queries.showing import floor_out, slot_out
from forum.live.floor.rules import SlotState
from forum.live.floor.schemas import FloorOut, SlotOut
from forum.live.floor.tables import FloorSlot
from forum.live.floor.viewing import DELIVERED, Viewer
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Standing
from forum.live.sessions.states import AFTER
from forum.live.sessions.tables import LiveSession


@dataclass(frozen=True, slots=True)
class Shown:
    """The list of an item, and who looks at it in which session."""

    session: LiveSession
    standing: Standing
    floor: FloorOut


async def floor_of(
    db: AsyncSession,
    actor: Actor,
    session_id: SessionId,
    item_id: ItemId | None,
    now: datetime,
) -> Shown:
    """The speakers' list of an item; `None`: of that which is open.

    Raises:
        NotFound: the actor sees no such session, or it has no such item.
    """
    session = await sessions.session_of(db, actor, session_id)
    standing = await sessions.standing_of(db, session, actor, now)
    item = await item_in(db, session_id, item_id or session.open_item_id)
    viewer = viewer_of(actor, session, standing)
    return Shown(session, standing, await floor_out(db, item, rules_of(session), viewer, now))


async def slot_of_session(
    db: AsyncSession, actor: Actor, session_id: SessionId, slot_id: SlotId, now: datetime
) -> SlotOut:
    """One request for the floor.

    Raises:
        NotFound: the actor sees no such session, or it has no such request.
    """
    session = await sessions.session_of(db, actor, session_id)
    standing = await sessions.standing_of(db, session, actor, now)
    item_id = await item_of(db, session_id, slot_id)
    floor, rows = await floor_shown(db, item_id, rules_of(session))
    viewer = viewer_of(actor, session, standing)
    return await slot_out(db, floor.slot(slot_id), rows[slot_id], viewer)


def statement_is_for_all() -> ColumnElement[bool]:
    """Whether everybody who follows the session reads a request's statement; see `is_for_all`.

    Of a query over `FloorSlot` and its session.
    """
    state = col(FloorSlot.state)
    is_over = and_(col(LiveSession.state).in_(AFTER), state != SlotState.WITHDRAWN)
    return or_(state.in_(DELIVERED), is_over)


def viewer_of(actor: Actor, session: LiveSession, standing: Standing) -> Viewer:
    """Somebody who looks at a session's floor."""
    return Viewer(actor.member_id, actor.locale, standing, session.state)
