"""Reading decisions. Who sees the place of one sees it: its venue is entered before."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from forum.core.errors import NotFound
from forum.core.ids import DecisionId
from forum.core.paging import Page, Window, cut
from forum.db.base import Id, written
from forum.decisions.rules import DecisionState
from forum.decisions.tables import Decision, DecisionText

DECISION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a decision's id."""
MOST_RUNNING = 20
"""Decisions that a panel shows in full."""


async def decision(db: AsyncSession, decision_id: DecisionId) -> Decision:
    """A decision.

    Raises:
        NotFound: there is none of this number.
    """
    row = await db.get(Decision, decision_id, populate_existing=True)
    if row is None:
        raise NotFound
    return row


async def decision_for_update(db: AsyncSession, decision_id: DecisionId) -> Decision:
    """The same, locked: until this change commits nobody else changes it or votes in it."""
    return await _locked(db, decision_id, is_shared=False)


async def decision_for_vote(db: AsyncSession, decision_id: DecisionId) -> Decision:
    """The same, held open: others can vote meanwhile, and nobody can close it.

    Ballots of one transaction (`Runtime.change`) hold it once.
    """
    held: dict[DecisionId, Decision] = db.info.setdefault(_HELD_OPEN, {})
    if (row := held.get(decision_id)) is None:
        row = held[decision_id] = await _locked(db, decision_id, is_shared=True)
    return row


_HELD_OPEN = "decisions held open"
"""Under which a session keeps them: its locks end when it does, and so does this."""


async def _locked(db: AsyncSession, decision_id: DecisionId, *, is_shared: bool) -> Decision:
    found = await db.exec(_lock(is_shared=is_shared), params={"decision": decision_id})
    if (row := found.first()) is None:
        raise NotFound
    return row


@cache
def _lock(*, is_shared: bool) -> SelectOfScalar[Decision]:
    query = select(Decision).where(col(Decision.id) == bindparam("decision", type_=Id))
    # It was read before to find its place, and may have been closed since.
    query = query.execution_options(populate_existing=True)
    return query.with_for_update(read=is_shared)


async def decisions_page(
    db: AsyncSession, place: str, window: Window, *, drafts: bool
) -> Page[Decision]:
    """One page of a place's decisions, the newest first; `drafts`: those not opened, too."""
    column = col(Decision.id)
    query = select(Decision).where(Decision.place == place)
    if not drafts:
        query = query.where(col(Decision.opened_at).is_not(None))
    if window.after is not None:
        query = query.where(column < window.after[0])
    elif window.before is not None:
        query = query.where(column > window.before[0])
    order = column.desc() if window.before is None else column
    found = (await db.exec(query.order_by(order).limit(window.limit + 1))).all()
    return cut(found, window, lambda one: (one.id or 0,))


Written = tuple[Decision, DecisionText]
"""A decision, and the version of its text that it is about."""


async def current(db: AsyncSession, place: str, *, drafts: bool) -> Sequence[Written]:
    """What a place decides, and what it decided last; one query.

    The decisions that are open, and with `drafts` those that are about to be, the newest first;
    then the one that was closed last.
    """
    found = (await db.exec(_current(drafts=drafts), params={"place": place})).all()
    last = [one for one in found if one[0].state is DecisionState.CLOSED]
    running = [one for one in found if one[0].state is not DecisionState.CLOSED]
    return [*running[:MOST_RUNNING], *last]


# Composed once: whoever comes into a room asks it.
@cache
def _current(*, drafts: bool) -> Any:
    states = [DecisionState.OPEN, *([DecisionState.PROPOSED] if drafts else [])]
    going_on = col(Decision.state).in_([written(one) for one in states])
    about = and_(
        col(DecisionText.decision_id) == col(Decision.id),
        col(DecisionText.version) == col(Decision.version),
    )
    is_last = col(Decision.id) == _LAST
    # The last one first, so that however many are open it is among those.
    order = (case((is_last, 0), else_=1), col(Decision.id).desc())
    query = select(Decision, DecisionText).join(DecisionText, about)
    return query.where(_HERE, or_(going_on, is_last)).order_by(*order).limit(MOST_RUNNING + 1)


_PLACE: BindParameter[str] = bindparam("place")
_HERE = col(Decision.place) == _PLACE
_CLOSED = aliased(Decision, name="closed")
_LAST = (
    select(_CLOSED.id)
    .where(col(_CLOSED.place) == _PLACE)
    .where(col(_CLOSED.state) == written(DecisionState.CLOSED))
    .order_by(col(_CLOSED.closed_at).desc(), col(_CLOSED.id).desc())
    .limit(1)
    .scalar_subquery()
)


async def texts_of(db: AsyncSession, decision_id: DecisionId) -> Sequence[DecisionText]:
    """Every version of a decision's text, the first first."""
    query = (
        select(DecisionText)
        .where(DecisionText.decision_id == decision_id)
        .order_by(col(DecisionText.version))
    )
    return (await db.exec(query)).all()


async def decisions_to_verify(db: AsyncSession, after: int, limit: int) -> Sequence[Decision]:
    """Closed decisions beyond `after`, in the order of their numbers."""
    query = (
        select(Decision)
        .where(col(Decision.id) > after, Decision.state == DecisionState.CLOSED)
        .order_by(col(Decision.id))
        .limit(limit)
    )
    return (await db.exec(query)).all()
