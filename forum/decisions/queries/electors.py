"""Those who vote in a decision."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.core.ids import DecisionId, DelegationId, MemberId
from forum.db.base import Id
from forum.decisions.electorates import Elector, Electorate
from forum.decisions.tables import Decision, DecisionElector


async def add_electors(
    db: AsyncSession, rows: Mapping[str, DecisionElector], proxies: Mapping[str, str]
) -> None:
    """Store those who vote, and who casts the vote of whom; both by the same words."""
    db.add_all(rows.values())
    await db.flush()
    for giver, holder in proxies.items():
        rows[giver].proxy_id = rows[holder].id
    await db.flush()


async def electors_of(db: AsyncSession, decision_id: DecisionId) -> Sequence[DecisionElector]:
    """Everybody who votes, in the order of the roll-call or, without one, of their names."""
    row = DecisionElector
    query = (
        select(row)
        .where(row.decision_id == decision_id)
        .order_by(col(row.place), col(row.name), col(row.id))
    )
    return (await db.exec(query)).all()


async def electorate_of(db: AsyncSession, row: Decision) -> Electorate:
    """Those who vote, as they were frozen."""
    assert row.id is not None  # noqa: S101 (it was read)
    found = await electors_of(db, row.id)
    return Electorate(tuple(map(elector, found)), row.members)


def elector(row: DecisionElector) -> Elector:
    """A row as a value."""
    assert row.id is not None  # noqa: S101 (it was read)
    return Elector(row.id, row.name, row.weight, row.population, row.proxy_id)


async def castable(
    db: AsyncSession,
    decision_id: DecisionId,
    delegations: Collection[DelegationId],
    member_id: MemberId | None,
    asked: int | None = None,
) -> Sequence[DecisionElector]:
    """The votes of some delegations and of a member, those given to them, and that of `asked`."""
    asking = {
        "decision": decision_id,
        "delegations": list(delegations),
        "member": member_id or 0,
        "asked": asked or 0,
    }
    return (await db.exec(_CASTABLE, params=asking)).all()


def _castable() -> SelectOfScalar[DecisionElector]:
    row, of = DecisionElector, bindparam("decision", type_=Id)
    own = or_(
        col(row.delegation_id).in_(bindparam("delegations", expanding=True, type_=Id)),
        col(row.member_id) == bindparam("member", type_=Id),
    )
    mine = select(row.id).where(row.decision_id == of, own)
    given = col(row.proxy_id).in_(mine)
    asked = col(row.id) == bindparam("asked", type_=Id)
    found = select(row).where(row.decision_id == of, or_(own, given, asked))
    return found.order_by(col(row.name), col(row.id))


_CASTABLE = _castable()
"""Composed once: each ballot asks it, and composing it takes as long as running it."""
