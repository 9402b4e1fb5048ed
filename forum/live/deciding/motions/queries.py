"""All SQL of motions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import member_out
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import MotionId, SessionId
from forum.db.base import Id
from forum.delegations.queries.rows import delegation_out
from forum.delegations.tables import Delegation, Organisation
from forum.live.deciding.motions.rules import MotionState
from forum.live.deciding.motions.schemas import MotionOut
from forum.live.deciding.motions.tables import Motion
from forum.live.motions import UNGA_MOTIONS, MotionKind

MOST = 200
"""Motions that are listed."""


async def pending(db: AsyncSession, session_id: SessionId) -> Sequence[MotionKind]:
    """The kinds of motions that are before a session that the caller holds locked."""
    query = select(Motion.kind).where(
        Motion.session_id == session_id, Motion.state == MotionState.MOVED
    )
    return [MotionKind(one) for one in await db.exec(query)]


async def add_motion(db: AsyncSession, row: Motion) -> MotionId:
    """Store a new motion."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def motion_row(db: AsyncSession, session_id: SessionId, motion_id: MotionId) -> Motion:
    """A motion of a session that the caller holds locked.

    Raises:
        NotFound: the session has none of this number.
    """
    query = select(Motion).where(Motion.id == motion_id, Motion.session_id == session_id)
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


async def motions(
    db: AsyncSession, session_id: SessionId, locale: str, *, only_pending: bool = False
) -> Sequence[MotionOut]:
    """Motions of a session in the order of precedence, the latest first of those that ended."""
    query = _PENDING if only_pending else _ALL
    rows = await db.exec(query, params={"session": session_id})
    return sorted((_out(row, locale) for row in rows), key=_rank)


async def motion(db: AsyncSession, motion_id: MotionId, locale: str) -> MotionOut:
    """A motion that is there."""
    return _out((await db.exec(_ROWS.where(Motion.id == motion_id))).one(), locale)


_ROWS: Any = (
    select(Motion, Member, Delegation, Organisation)
    .join(Member, col(Member.id) == Motion.member_id)
    .outerjoin(Delegation, col(Delegation.id) == col(Motion.delegation_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
)
# Composed once: whoever comes into a room asks for those that are before it.
_ALL: Any = (
    _ROWS.where(col(Motion.session_id) == bindparam("session", type_=Id))
    .order_by(col(Motion.id).desc())
    .limit(MOST)
)
_PENDING: Any = _ALL.where(Motion.state == MotionState.MOVED)
_ORDER = list(MotionKind)


def _rank(one: MotionOut) -> tuple[bool, int]:
    is_pending = one.state is MotionState.MOVED
    return not is_pending, _ORDER.index(one.kind) if is_pending else 0


def _out(
    found: tuple[Motion, Member, Delegation | None, Organisation | None], locale: str
) -> MotionOut:
    row, member, delegation, of = found
    rule = UNGA_MOTIONS[row.kind]
    values = row.model_dump(
        include={"id", "kind", "state", "capacity", "decision_id", "moved_at", "ended_at"}
    )
    return MotionOut(
        **values,
        speakers_for=rule.speakers_for,
        speakers_against=rule.speakers_against,
        member=member_out(member),
        delegation=None if delegation is None else delegation_out(delegation, of, locale),
    )
