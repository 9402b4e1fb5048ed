"""SQL of the demonstration."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, exists, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import DecisionId, MemberId, SessionId, SlotId
from forum.decisions.rules import DecisionState
from forum.decisions.tables import Decision
from forum.demo.people import ADMINISTRATOR, EVERYBODY
from forum.discussions.tables import Post, Topic
from forum.live.floor.rules import SlotState
from forum.live.floor.tables import FloorSlot
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.spaces.tables import Space, SpaceMember
from forum.translations.tables import Translation, TranslationSegment

HELD = "Education, culture and science: what the Declaration says"
"""What the session is called that is over."""


async def is_empty(db: AsyncSession) -> bool:
    """Whether there is nobody and nothing yet."""
    anybody = exists().where(col(Member.id).is_not(None))
    anything = exists().where(col(Space.id).is_not(None))
    return not (await db.exec(select(or_(anybody, anything)))).one()


async def is_finished(db: AsyncSession) -> bool:
    """Whether there is nothing to make: the demonstration is whole, or this is another site."""
    if await is_empty(db):
        return False
    begun = exists().where(col(Member.handle) == ADMINISTRATOR.handle)
    held = exists().where(col(LiveSession.title) == HELD)
    return (await db.exec(select(or_(not_(begun), held)))).one()


def add_to_space(
    db: AsyncSession, space: Space, members: Iterable[MemberId], now: datetime
) -> None:
    """Let members into a private space."""
    assert space.id is not None  # noqa: S101 (it was flushed)
    db.add_all(
        SpaceMember(space_id=space.id, member_id=member_id, added_at=now) for member_id in members
    )


async def posts(db: AsyncSession) -> Sequence[tuple[Post, Space]]:
    """All posts, each with the space that it is in."""
    query = (
        select(Post, Space)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .order_by(col(Post.id))
    )
    return (await db.exec(query)).all()


def add_all(db: AsyncSession, rows: Iterable[Translation | TranslationSegment]) -> None:
    """Store what is known of texts that had no translation."""
    db.add_all(rows)


async def members(db: AsyncSession) -> Sequence[Member]:
    """Everybody of the demonstration who is there."""
    handles = [person.handle for person in EVERYBODY]
    return (await db.exec(select(Member).where(col(Member.handle).in_(handles)))).all()


async def session_titles(db: AsyncSession) -> Sequence[str]:
    """What the sessions are called that there are."""
    return (await db.exec(select(LiveSession.title))).all()


async def slots_left(db: AsyncSession, session_id: SessionId) -> Sequence[tuple[SlotId, SlotState]]:
    """Requests for the floor of a session that are neither over nor withdrawn."""
    query = (
        select(FloorSlot.id, FloorSlot.state)
        .join(AgendaItem, col(AgendaItem.id) == col(FloorSlot.item_id))
        .where(
            AgendaItem.session_id == session_id,
            col(FloorSlot.state).not_in([SlotState.DONE, SlotState.WITHDRAWN]),
        )
    )
    return [(SlotId(number or 0), SlotState(state)) for number, state in await db.exec(query)]


async def polls_left(db: AsyncSession, session_id: SessionId) -> Sequence[DecisionId]:
    """Decisions of a session that are open."""
    query = select(Decision.id).where(
        Decision.place == f"session:{session_id}", Decision.state == DecisionState.OPEN
    )
    return [DecisionId(number or 0) for number in await db.exec(query)]


async def session_in_progress(db: AsyncSession, title: str) -> SessionId | None:
    """The session of a title that was opened and is not over, the newest of several."""
    query = select(LiveSession.id).where(
        LiveSession.title == title, LiveSession.state == SessionState.IN_SESSION
    )
    found = (await db.exec(query.order_by(col(LiveSession.id).desc()).limit(1))).first()
    return None if found is None else SessionId(found)
