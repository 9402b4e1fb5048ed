"""Storing sessions and participants."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import ParticipantId, SessionId
from forum.live.sessions.tables import LiveSession, Participant


async def add_session(db: AsyncSession, row: LiveSession) -> SessionId:
    """Store a new session."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def add_participant(db: AsyncSession, row: Participant) -> ParticipantId:
    """Store that somebody takes part, or has asked to."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id
