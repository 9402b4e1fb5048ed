"""Casting ballots and counting them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    bindparam,
    delete,
    func,
    insert,
    literal,
    union_all,
)
from sqlalchemy import select as select_rows
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
    return (await counts(db, [row]))[row.id]


async def counts(db: AsyncSession, rows: Sequence[Decision]) -> Mapping[DecisionId, Tally]:
    """How several votes stand, by their numbers; one query."""
    by_id = {one.id: one for one in rows if one.id is not None}
    if not by_id:
        return {}
    found: dict[DecisionId, dict[str, Sum]] = {one: {} for one in by_id}
    asked = await (await db.connection()).execute(_COUNTS, {"decisions": [*by_id]})
    for decision_id, choice, votes, weight, population in asked:
        found[decision_id][choice] = Sum(votes, int(weight or 0), int(population or 0))
    return {one: _tally(row, found[one]) for one, row in by_id.items()}


def _tally(row: Decision, sums: dict[str, Sum]) -> Tally:
    entitled = sums.pop(_ENTITLED, Sum())
    if row.method is Method.SECRET:  # all votes weigh the same
        each = entitled.weight // max(entitled.votes, 1) or 1
        sums = {choice: Sum(one.votes, one.votes * each) for choice, one in sums.items()}
    members = row.members or entitled.weight
    return Tally((*keys_of(row), ABSTAIN), entitled, members, MappingProxyType(sums))


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


# Composed once: while a vote goes on, its sums are told several times a second.
_ENTITLED = ""
"""Stands in the place of a choice beside the sums of all who may vote."""
_AMONG: BindParameter[Any] = bindparam("decisions", expanding=True, type_=Id)
_WEIGHED: tuple[Any, ...] = (
    func.count(),
    func.sum(col(DecisionElector.weight)),
    func.sum(col(DecisionElector.population)),
)
_ALL: tuple[Any, ...] = (DecisionElector.decision_id, literal(_ENTITLED), *_WEIGHED)
_CAST: tuple[Any, ...] = (Ballot.decision_id, Ballot.choice, *_WEIGHED)
_UNWEIGHED: tuple[Any, ...] = (func.count(), literal(0), literal(0))
_CAST_IN_SECRET: tuple[Any, ...] = (SecretBallot.decision_id, SecretBallot.choice, *_UNWEIGHED)
_COUNTS = union_all(
    select_rows(*_ALL)
    .where(col(DecisionElector.decision_id).in_(_AMONG))
    .group_by(col(DecisionElector.decision_id)),
    select_rows(*_CAST)
    .join_from(Ballot, DecisionElector, col(DecisionElector.id) == Ballot.elector_id)
    .where(col(Ballot.decision_id).in_(_AMONG))
    .group_by(col(Ballot.decision_id), col(Ballot.choice)),
    select_rows(*_CAST_IN_SECRET)
    .where(col(SecretBallot.decision_id).in_(_AMONG))
    .group_by(col(SecretBallot.decision_id), col(SecretBallot.choice)),
)


async def voted(db: AsyncSession, row: Decision) -> dict[ElectorId, str]:
    """What each elector voted in a vote that is not secret."""
    query = select(Ballot.elector_id, Ballot.choice).where(Ballot.decision_id == row.id)
    return {ElectorId(elector): choice for elector, choice in await db.exec(query)}
