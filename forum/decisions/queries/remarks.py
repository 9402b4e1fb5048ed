"""Objections, reservations and explanations of vote."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.ids import DecisionId, RemarkId
from forum.db.base import Id
from forum.decisions.rules import RemarkKind
from forum.decisions.schemas import RemarkOut
from forum.decisions.tables import Decision, DecisionElector, DecisionRemark


async def add_remark(db: AsyncSession, row: DecisionRemark) -> RemarkId:
    """Store a remark."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def remark(db: AsyncSession, remark_id: RemarkId) -> DecisionRemark | None:
    """One remark, whoever asks."""
    return await db.get(DecisionRemark, remark_id)


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
    query = _NAMED.where(DecisionRemark.decision_id == decision_id)
    found = await db.exec(query.order_by(col(DecisionRemark.id)))
    return [_out(row, elector, by) for row, elector, by in found]


_NAMED: Any = (
    select(DecisionRemark, DecisionElector.name, Member.name)
    .join(DecisionElector, col(DecisionElector.id) == DecisionRemark.elector_id)
    .join(Member, col(Member.id) == DecisionRemark.member_id)
)


async def remarks_on(
    db: AsyncSession, ids: Sequence[DecisionId], most: int
) -> Mapping[DecisionId, Sequence[RemarkOut]]:
    """The newest `most` remarks on each of some decisions, in the order in which they came."""
    found: dict[DecisionId, list[RemarkOut]] = {one: [] for one in ids}
    if not ids:
        return found
    for row, elector, by in await db.exec(_NEWEST, params={"ids": [*ids], "most": most}):
        found[row.decision_id].append(_out(row, elector, by))
    return found


# Composed once: whoever comes into a room where something is decided asks it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True, type_=Id)
_PLACE = func.row_number().over(
    partition_by=col(DecisionRemark.decision_id), order_by=col(DecisionRemark.id).desc()
)
_NUMBERED = (
    select(DecisionRemark.id, _PLACE.label("place"))
    .where(col(DecisionRemark.decision_id).in_(_IDS))
    .subquery()
)
_NEWEST = (
    _NAMED.join(_NUMBERED, _NUMBERED.c.id == DecisionRemark.id)
    .where(_NUMBERED.c.place <= bindparam("most", type_=Integer))
    .order_by(col(DecisionRemark.id))
)


def _out(row: DecisionRemark, elector: str, by: str) -> RemarkOut:
    values = row.model_dump(
        include={"id", "kind", "words", "language", "version", "capacity", "at"}
    )
    return RemarkOut(**values, elector=elector, by=by)
