"""Those who vote in a decision."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId, DelegationId, ElectorId, MemberId
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
    row = DecisionElector
    own = or_(
        col(row.delegation_id).in_(list(delegations)),
        col(row.member_id) == (member_id or 0),
    )
    mine = select(row.id).where(row.decision_id == decision_id, own)
    query = (
        select(row)
        .where(
            row.decision_id == decision_id,
            or_(own, col(row.proxy_id).in_(mine), col(row.id) == ElectorId(asked or 0)),
        )
        .order_by(col(row.name), col(row.id))
    )
    return (await db.exec(query)).all()
