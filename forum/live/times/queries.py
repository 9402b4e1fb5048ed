"""All SQL of calendars and hours."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_by_id
from forum.accounts.rules import MemberState
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.live.sessions.queries import announced_to, visible_to
from forum.live.sessions.rules import RequestState
from forum.live.sessions.tables import LiveSession, Participant
from forum.live.times.tables import CalendarFeed

MOST = 500
"""Sessions of a calendar."""


async def feed_of(
    db: AsyncSession, member_id: MemberId, *, is_locked: bool = False
) -> CalendarFeed | None:
    """A member's private address, if there ever was one."""
    query = select(CalendarFeed).where(CalendarFeed.member_id == member_id)
    return (await db.exec(query.with_for_update() if is_locked else query)).first()


async def add_feed(db: AsyncSession, row: CalendarFeed) -> None:
    """Store a private address."""
    db.add(row)
    await db.flush()


async def reader_of(db: AsyncSession, member_id: MemberId, serial: int) -> Actor | None:
    """Who reads a calendar at a private address; `None`: it is not good any more.

    They see what every member sees, and what they were let in to: no role counts here.
    """
    feed = await feed_of(db, member_id)
    if feed is None or not feed.is_open or feed.serial != serial:
        return None
    member = await member_by_id(db, member_id)
    if member.state != MemberState.ACTIVE:
        return None
    return Actor(
        member_id,
        member.handle,
        member.name,
        locale=member.locale,
        reads=tuple(member.languages),
        zone=member.zone,
    )


async def sessions_for(
    db: AsyncSession, actor: Actor, since: datetime
) -> Sequence[tuple[LiveSession, bool]]:
    """The sessions of a member's calendar that end after an instant, the first to begin first.

    Those that they host or have asked to take part in, as far as they are told of them, and with
    each whether they follow it; what was cancelled stays, so that calendars take it out.
    """
    takes_part = exists().where(
        col(Participant.session_id) == LiveSession.id,
        col(Participant.member_id) == actor.member_id,
        col(Participant.state).in_([RequestState.RECEIVED, RequestState.APPROVED]),
    )
    query = (
        select(LiveSession, visible_to(actor))
        .where(
            announced_to(actor),
            or_(takes_part, col(LiveSession.host_id) == actor.member_id),
            col(LiveSession.ends_at) > since,
        )
        .order_by(col(LiveSession.starts_at), col(LiveSession.id))
        .limit(MOST)
    )
    return [(row, bool(follows)) for row, follows in await db.exec(query)]
