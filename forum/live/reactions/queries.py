"""All SQL of reactions."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import SessionId
from forum.db.base import Id
from forum.db.inserting import insert_into
from forum.live.reactions.rules import SECONDS, added
from forum.live.reactions.tables import ReactionSums


async def sums_of(db: AsyncSession, session_id: SessionId) -> Mapping[str, int]:
    """The sums of a session."""
    return (await db.exec(_SUMS, params={"session": session_id})).first() or {}


# Composed once: whoever comes into a room asks it.
_SUMS = select(ReactionSums.sums).where(
    col(ReactionSums.session_id) == bindparam("session", type_=Id)
)


async def add_counts(
    db: AsyncSession, session_id: SessionId, counts: Mapping[str, int], now: datetime
) -> Mapping[str, int] | None:
    """Add to the sums of a session.

    Returns:
        The sums, to be sent to readers; `None` if some were sent a moment ago.
    """
    long_ago = now - timedelta(days=1)
    fresh = {"session_id": session_id, "sums": {}, "pushed_at": long_ago}
    await db.exec(insert_into(db, ReactionSums).values(fresh).on_conflict_do_nothing())
    query = select(ReactionSums).where(ReactionSums.session_id == session_id)
    row = (await db.exec(query.with_for_update())).one()
    row.sums = added(row.sums, counts)
    if now - row.pushed_at < timedelta(seconds=SECONDS):
        return None
    row.pushed_at = now
    return row.sums
