"""Casting ballots and counting them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId, ElectorId, MemberId
from forum.db.base import Id
from forum.db.inserting import insertion
from forum.decisions import tallies
from forum.decisions.queries.electors import electorate_of
from forum.decisions.rules import ABSTAIN, MOTION, AlreadyVoted, DecisionState, Method
from forum.decisions.secrecy import published
from forum.decisions.tables import Ballot, BallotSpent, Decision, DecisionElector, SecretBallot
from forum.decisions.tallies import Sum, Tally
from forum.delegations.rules import Capacity

_ORDER_BYTES = 16


def keys_of(row: Decision) -> tuple[str, ...]:
    """What ballots of a decision can say, beside abstaining."""
    return tuple(str(number + 1) for number in range(len(row.options))) or MOTION


class Paper(NamedTuple):
    """A row of `Ballot`, as a value."""

    decision_id: DecisionId
    elector_id: ElectorId
    choice: str
    cast_by_id: MemberId
    capacity: Capacity | None
    cast_at: datetime


async def add_ballot(db: AsyncSession, paper: Paper) -> None:
    """Store a ballot.

    Raises:
        AlreadyVoted: decided by the constraint, so that two ballots at once cannot race.
    """
    await _add_once(db, Ballot, paper._asdict())


async def change_ballot(db: AsyncSession, paper: Paper) -> None:
    """Store a ballot, in the place of one that was cast before."""
    connection = await db.connection()
    await connection.execute(_changing(connection.dialect.name), paper._asdict())


async def add_secret_ballot(db: AsyncSession, spent: BallotSpent, ballot: SecretBallot) -> None:
    """Store that somebody has voted, and what; nothing joins the two.

    Raises:
        AlreadyVoted: they have before; nothing was stored.
    """
    await _add_once(db, BallotSpent, spent.model_dump())
    ballot.order_key = secrets.token_hex(_ORDER_BYTES)
    await (await db.connection()).execute(_SECRET, ballot.model_dump())


async def _add_once(
    db: AsyncSession, table: type[Ballot | BallotSpent], row: Mapping[str, object]
) -> None:
    connection = await db.connection()
    stored = _adding(connection.dialect.name, table)
    if (await connection.execute(stored, row)).first() is None:
        raise AlreadyVoted


# Composed once, and below the level of objects: all who vote do so at the same time.
_SECRET = insert(SecretBallot)


@cache
def _adding(dialect: str, table: type[Ballot | BallotSpent]) -> Executable:
    once = insertion(dialect, table).on_conflict_do_nothing()
    return once.returning(col(table.elector_id))


@cache
def _changing(dialect: str) -> Executable:
    stored, kept = insertion(dialect, Ballot), ("decision_id", "elector_id")
    said = {name: stored.excluded[name] for name in Ballot.model_fields if name not in kept}
    return stored.on_conflict_do_update(index_elements=kept, set_=said)


async def shuffle(db: AsyncSession, decision_id: DecisionId) -> None:
    """Write the ballots of a secret vote anew, in one go and in the order of other random keys.

    Databases note which transaction wrote a row and where: until this is done, that could tell
    whoever looks into their files which ballot came with which voter.
    """
    mine = col(SecretBallot.decision_id) == decision_id
    found = await db.exec(select(SecretBallot.choice, SecretBallot.receipt_hash).where(mine))
    rows = sorted(
        ((secrets.token_hex(_ORDER_BYTES), choice, digest) for choice, digest in found),
    )
    who = (await db.exec(select(BallotSpent.elector_id).where(_spent(decision_id)))).all()
    connection = await db.connection()
    await connection.execute(delete(SecretBallot).where(mine))
    await connection.execute(delete(BallotSpent).where(_spent(decision_id)))
    names = ("order_key", "choice", "receipt_hash")
    ballots = [{"decision_id": decision_id} | dict(zip(names, row, strict=True)) for row in rows]
    voters = [{"decision_id": decision_id, "elector_id": one} for one in sorted(who)]
    if rows:
        await connection.execute(insert(SecretBallot), ballots)
        await connection.execute(insert(BallotSpent), voters)


def _spent(decision_id: DecisionId) -> ColumnElement[bool]:
    return col(BallotSpent.decision_id) == decision_id


async def count(db: AsyncSession, row: Decision) -> Tally:
    """How a vote stands, by the database's own sums."""
    assert row.id is not None  # noqa: S101 (it was read)
    entitled = await _entitled(db, row.id)
    sums = await (_secret_sums if row.method is Method.SECRET else _sums)(db, row.id)
    options = (*keys_of(row), ABSTAIN)
    members = row.members or entitled.weight
    return Tally(options, entitled, members, MappingProxyType(sums))


async def counted_again(db: AsyncSession, row: Decision) -> Tally:
    """How a vote stands, by its ballots one by one."""
    electorate = await electorate_of(db, row)
    if row.method is Method.SECRET:
        return tallies.tally_secret(await _choices(db, row), keys_of(row), electorate)
    query = select(Ballot).where(Ballot.decision_id == row.id)
    found = [tallies.Ballot(one.elector_id, one.choice) for one in await db.exec(query)]
    return tallies.tally(found, keys_of(row), electorate)


async def _choices(db: AsyncSession, row: Decision) -> Sequence[str]:
    return (
        await db.exec(
            select(SecretBallot.choice)
            .where(SecretBallot.decision_id == row.id)
            .order_by(col(SecretBallot.order_key))
        )
    ).all()


async def receipt_hashes(db: AsyncSession, decision_id: DecisionId) -> Sequence[str]:
    """The hashes of all receipts, in the order of publishing."""
    query = select(SecretBallot.receipt_hash).where(SecretBallot.decision_id == decision_id)
    return published(await db.exec(query))


async def receipts_published(db: AsyncSession, row: Decision) -> Sequence[str]:
    """The same, once the vote is closed; none before."""
    assert row.id is not None  # noqa: S101 (it was read)
    is_over = row.method is Method.SECRET and row.state is DecisionState.CLOSED
    return await receipt_hashes(db, row.id) if is_over else ()


async def _entitled(db: AsyncSession, decision_id: DecisionId) -> Sum:
    found = await (await db.connection()).execute(_ENTITLED, {"decision": decision_id})
    return _sum(*found.one())


async def _sums(db: AsyncSession, decision_id: DecisionId) -> dict[str, Sum]:
    found = await (await db.connection()).execute(_SUMS, {"decision": decision_id})
    return {choice: _sum(*numbers) for choice, *numbers in found}


async def _secret_sums(db: AsyncSession, decision_id: DecisionId) -> dict[str, Sum]:
    weight = select(DecisionElector.weight).where(DecisionElector.decision_id == decision_id)
    each = (await db.exec(weight.limit(1))).first() or 1
    query = (
        select(SecretBallot.choice, func.count())
        .where(SecretBallot.decision_id == decision_id)
        .group_by(SecretBallot.choice)
    )
    return {choice: Sum(votes, votes * each) for choice, votes in await db.exec(query)}


# Composed once: while a vote goes on, its sums are told several times a second.
_WEIGHED = (
    func.count(),
    func.sum(col(DecisionElector.weight)),
    func.sum(col(DecisionElector.population)),
)
_ENTITLED = select(*_WEIGHED).where(
    col(DecisionElector.decision_id) == bindparam("decision", type_=Id)
)
_SUMS = (
    select(col(Ballot.choice), *_WEIGHED)
    .join(DecisionElector, col(DecisionElector.id) == Ballot.elector_id)
    .where(col(Ballot.decision_id) == bindparam("decision", type_=Id))
    .group_by(col(Ballot.choice))
)


def _sum(votes: int, weight: int | None, population: int | None) -> Sum:
    return Sum(votes, int(weight or 0), int(population or 0))


async def voted(db: AsyncSession, row: Decision) -> dict[ElectorId, str]:
    """What each elector voted in a vote that is not secret."""
    query = select(Ballot.elector_id, Ballot.choice).where(Ballot.decision_id == row.id)
    return {ElectorId(elector): choice for elector, choice in await db.exec(query)}


async def spent(db: AsyncSession, row: Decision, electors: Sequence[ElectorId]) -> set[ElectorId]:
    """Which of some electors have voted."""
    if not electors:
        return set()
    query = _SPENT[row.method is Method.SECRET]
    asked = {"decision": row.id, "electors": [*electors]}
    found = await (await db.connection()).execute(query, asked)
    return {ElectorId(one) for one in found.scalars()}


# Composed once: whoever comes into a room where a vote goes on asks it.
_SPENT = {
    is_secret: select(table.elector_id).where(
        col(table.decision_id) == bindparam("decision", type_=Id),
        col(table.elector_id).in_(bindparam("electors", expanding=True, type_=Id)),
    )
    for is_secret, table in ((True, BallotSpent), (False, Ballot))
}
