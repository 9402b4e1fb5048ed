"""Objections, reservations and explanations of vote."""

from collections.abc import Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import DecisionId, RemarkId
from forum.decisions.rules import RemarkKind
from forum.decisions.schemas import RemarkOut
from forum.decisions.tables import Decision, DecisionElector, DecisionRemark


async def add_remark(db: AsyncSession, row: DecisionRemark) -> RemarkId:
    """Store a remark."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def objections(db: AsyncSession, row: Decision) -> int:
    """How many objections there are to the text as it is now."""
    query = select(func.count()).where(
        DecisionRemark.decision_id == row.id,
        DecisionRemark.kind == RemarkKind.OBJECTION,
        DecisionRemark.version == row.version,
    )
    return (await db.exec(query)).one()


async def remarks_of(db: AsyncSession, decision_id: DecisionId) -> Sequence[RemarkOut]:
    """Every remark on a decision, in the order in which they came."""
    query = (
        select(DecisionRemark, DecisionElector.name, Member.name)
        .join(DecisionElector, col(DecisionElector.id) == DecisionRemark.elector_id)
        .join(Member, col(Member.id) == DecisionRemark.member_id)
        .where(DecisionRemark.decision_id == decision_id)
        .order_by(col(DecisionRemark.id))
    )
    return [_out(row, elector, by) for row, elector, by in await db.exec(query)]


def _out(row: DecisionRemark, elector: str, by: str) -> RemarkOut:
    values = row.model_dump(
        include={"id", "kind", "words", "language", "version", "capacity", "at"}
    )
    return RemarkOut(**values, elector=elector, by=by)
