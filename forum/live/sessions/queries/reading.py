"""Sessions as they are listed and shown."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import InvalidCursor
from forum.core.ids import SessionId
from forum.core.paging import Key, Page, Window, cut, micros, moment
from forum.db.base import Id
from forum.live.sessions.queries.agenda import items_of
from forum.live.sessions.queries.seeing import announced_session, announced_to, visible_to
from forum.live.sessions.queries.standings import standing_of
from forum.live.sessions.rules import Standing, deeds
from forum.live.sessions.schemas import OnBehalfOut, SessionOut, SessionWhole, StandingOut
from forum.live.sessions.states import AFTER, LIVE, SessionState
from forum.live.sessions.tables import LiveSession
from forum.spaces.queries import space_out
from forum.spaces.queries import visible_to as space_visible_to
from forum.spaces.tables import Space

SESSION_CURSOR: tuple[type, ...] = (int, int)
"""What a cursor of the list holds: when a session ends (`micros`), and its id."""
MOST = 200
"""Sessions that are listed as being held or coming."""
_OVER = AFTER | {SessionState.CANCELLED}


def _shown_space(actor: Actor) -> ColumnElement[bool]:
    """The space of a session, where the actor sees it: who was let in need not."""
    return and_(col(Space.id) == col(LiveSession.space_id), space_visible_to(actor))


async def coming(db: AsyncSession, actor: Actor, now: datetime) -> Sequence[SessionOut]:
    """Sessions that the actor is told of and that are not over, the first to begin first.

    One that was never opened counts as over once its end has gone by.
    """
    state, ends = col(LiveSession.state), col(LiveSession.ends_at)
    going = or_(ends > now, state.in_(LIVE))
    query = (
        select(LiveSession, Space)
        .outerjoin(Space, _shown_space(actor))
        .where(announced_to(actor), state.not_in(_OVER), going)
        .order_by(col(LiveSession.starts_at), col(LiveSession.id))
        .limit(MOST)
    )
    return [session_out(row, space) for row, space in await db.exec(query)]


async def sessions_page(
    db: AsyncSession, actor: Actor, window: Window, *conditions: ColumnElement[bool]
) -> Page[SessionOut]:
    """One page of the sessions that the actor is told of, the last to end first."""
    ends, key = col(LiveSession.ends_at), col(LiveSession.id)
    query = (
        select(LiveSession, Space)
        .outerjoin(Space, _shown_space(actor))
        .where(announced_to(actor), *conditions)
    )
    if (at := window.after or window.before) is not None:
        end = _end(at)
        sooner, below = ends < end, key < at[1]
        if window.before is not None:
            sooner, below = ends > end, key > at[1]
        query = query.where(or_(sooner, and_(ends == end, below)))
    order = (ends, key) if window.before is not None else (ends.desc(), key.desc())
    rows = await db.exec(query.order_by(*order).limit(window.limit + 1))
    found = [session_out(row, space) for row, space in rows]
    return cut(found, window, lambda one: (micros(one.ends_at), one.id))


def _end(at: Key) -> datetime:
    try:
        return moment(int(at[0]))
    except OverflowError as error:
        raise InvalidCursor from error


def is_past(now: datetime) -> ColumnElement[bool]:
    """Sessions that are over, in a query over `LiveSession`; the others are `coming`."""
    state = col(LiveSession.state)
    return or_(state.in_(_OVER), and_(state.not_in(LIVE), col(LiveSession.ends_at) <= now))


async def session_whole(
    db: AsyncSession, actor: Actor, session_id: SessionId, at: datetime
) -> SessionWhole:
    """A session that the actor is told of, with its agenda and their place in it.

    Raises:
        NotFound: there is none of this number, or they are not.
    """
    row = await announced_session(db, actor, session_id)
    query = (
        select(Member, Space, exists().where(col(LiveSession.id) == session_id, visible_to(actor)))
        .outerjoin(Space, and_(col(Space.id) == row.space_id, space_visible_to(actor)))
        .where(Member.id == row.host_id)
    )
    host, space, follows = (await db.exec(query)).one()
    standing = await standing_of(db, row, actor, at)
    return SessionWhole(
        **dict(session_out(row, space)),
        host=member_out(host),
        video_url=row.video_url if follows else "",
        overrides=row.overrides,
        quotas=row.quotas,
        agenda=await items_of(db, session_id),
        me=standing_out(standing, row, follows=bool(follows)),
    )


def session_out(row: LiveSession, space: Space | None) -> SessionOut:
    """A session's rows as they go out."""
    given = set(SessionOut.model_fields) & set(LiveSession.model_fields)
    return SessionOut(
        url=f"/sessions/{row.id}",
        space=None if space is None else space_out(space),
        **row.model_dump(include=given),
    )


def standing_out(standing: Standing, row: LiveSession, *, follows: bool) -> StandingOut:
    """A standing as it goes out to whose it is."""
    behalf = standing.on_behalf
    return StandingOut(
        follows=follows,
        parts=sorted(standing.parts),
        on_behalf=None
        if behalf is None
        else OnBehalfOut(
            delegation_id=behalf.delegation_id,
            name=standing.delegation,
            capacity=behalf.capacity,
        ),
        is_host=standing.is_host,
        is_muted=standing.is_muted,
        deeds=deeds(standing, row.state),
    )


async def place_of(
    db: AsyncSession, session_id: SessionId
) -> tuple[LiveSession, Space | None] | None:
    """A session and the space it belongs to, whoever asks; `None`: there is none."""
    return (await db.exec(_PLACE, params={"session": session_id})).first()


async def space_of(db: AsyncSession, session: LiveSession) -> Space | None:
    """The space that a session belongs to, whoever asks."""
    return None if session.space_id is None else await db.get(Space, session.space_id)


# Composed once: every text of a session asks it.
_PLACE = (
    select(LiveSession, Space)
    .outerjoin(Space, col(Space.id) == LiveSession.space_id)
    .where(col(LiveSession.id) == bindparam("session", type_=Id))
)
