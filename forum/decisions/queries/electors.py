"""Those who vote in a decision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, union_all
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.core.ids import DecisionId, DelegationId, MemberId
from forum.db.base import Id
from forum.decisions.electorates import Elector, Electorate
from forum.decisions.tables import Ballot, BallotSpent, Decision, DecisionElector


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


async def hands(
    db: AsyncSession,
    decisions: Collection[DecisionId],
    delegations: Collection[DelegationId],
    member_id: MemberId,
) -> Mapping[DecisionId, Sequence[tuple[DecisionElector, bool]]]:
    """As `castable`, of several decisions, and of each whether it was cast; one query."""
    found: defaultdict[DecisionId, list[tuple[DecisionElector, bool]]] = defaultdict(list)
    if not decisions:
        return found
    asked = {"decisions": [*decisions], "delegations": [*delegations], "member": member_id}
    rows: Iterable[tuple[DecisionElector, bool]] = await db.exec(_HANDS, params=asked)
    for row, has_voted in rows:
        found[row.decision_id].append((row, bool(has_voted)))
    return found


# Composed once: whoever comes into a room where something is decided asks it. Here, too, each
# part has an index of its own.
_AMONG: BindParameter[Any] = bindparam("decisions", expanding=True, type_=Id)
_THEIRS: BindParameter[Any] = bindparam("delegations", expanding=True, type_=Id)
_OF = col(DecisionElector.decision_id).in_(_AMONG)
_MINE = union_all(
    select(DecisionElector.id).where(
        _OF, col(DecisionElector.member_id) == bindparam("member", type_=Id)
    ),
    select(DecisionElector.id).where(_OF, col(DecisionElector.delegation_id).in_(_THEIRS)),
).cte("mine")
_WANTED = union_all(
    select(_MINE.c.id),
    select(DecisionElector.id).where(col(DecisionElector.proxy_id).in_(select(_MINE.c.id))),
)
_HAS_VOTED = or_(
    *(
        exists()
        .where(col(table.decision_id) == DecisionElector.decision_id)
        .where(col(table.elector_id) == DecisionElector.id)
        for table in (Ballot, BallotSpent)
    )
)
_HANDS: Any = (
    select(DecisionElector, _HAS_VOTED)
    .where(col(DecisionElector.id).in_(_WANTED))
    .order_by(col(DecisionElector.name), col(DecisionElector.id))
)
