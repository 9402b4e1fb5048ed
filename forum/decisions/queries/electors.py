"""Those who vote in a decision."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from sqlalchemy import bindparam, or_, union_all
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
    them = {"delegations": [*delegations]} if delegations else {}
    asking = {"decision": decision_id, "member": member_id or 0, "asked": asked or 0, **them}
    return (await db.exec(_castable(many=bool(delegations)), params=asking)).all()


# Composed once: each ballot asks it, and composing it takes as long as running it. A list in it is
# written out anew each time, which most who vote for themselves need not wait for. Each part has an
# index of its own, so that nobody's ballot looks at all who vote.
@cache
def _castable(*, many: bool) -> SelectOfScalar[DecisionElector]:
    row, of = DecisionElector, col(DecisionElector.decision_id) == bindparam("decision", type_=Id)
    own = col(row.member_id) == bindparam("member", type_=Id)
    if many:
        theirs = bindparam("delegations", expanding=True, type_=Id)
        own = or_(own, col(row.delegation_id).in_(theirs))
    mine = select(row.id).where(of, own).cte("mine")
    given = select(row.id).where(col(row.proxy_id).in_(select(mine.c.id)))
    asked = select(row.id).where(of, col(row.id) == bindparam("asked", type_=Id))
    wanted = union_all(select(mine.c.id), given, asked)
    return select(row).where(col(row.id).in_(wanted)).order_by(col(row.name), col(row.id))
