"""Reading and storing mandates, which members see."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import DelegationId, MandateId, MemberId
from forum.core.paging import Page, Window, cut
from forum.db.base import UtcDateTime
from forum.delegations.queries.rows import delegation_out, mandate_out
from forum.delegations.rules import Capacity, day_of
from forum.delegations.schemas import MandateOut, Voice
from forum.delegations.tables import Delegation, Mandate, Organisation

MANDATE_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a mandate's id."""
MOST_SHOWN = 200
"""Persons whom the page of a delegation shows."""
_RANK = {capacity: rank for rank, capacity in enumerate(Capacity)}


def _in_force(at: datetime) -> ColumnElement[bool]:
    """Which mandates count at an instant; whether the delegation is closed is another matter."""
    return _in_force_on(day_of(at), at)


def _in_force_on(day: object, at: object) -> ColumnElement[bool]:
    return and_(col(Mandate.first_day) <= day, _not_over(day, at))


def _not_over(day: object, at: object) -> ColumnElement[bool]:
    last, ended = col(Mandate.last_day), col(Mandate.ended_at)
    return and_(or_(last.is_(None), last >= day), or_(ended.is_(None), ended > at))


AT, DAY = bindparam("at", type_=UtcDateTime), bindparam("day", type_=Date)
"""Stand for an instant, and its day in UTC, in queries that are composed once."""


async def acting_for(
    db: AsyncSession, member_id: MemberId, at: datetime, locale: str = "en"
) -> Sequence[Voice]:
    """Which delegations a member may act for at an instant, and as what; one indexed query.

    Args:
        db: the session.
        member_id: who acts.
        at: an aware instant; days of mandates are those of UTC.
        locale: BCP 47 tag of the language in which partners are named.
    """
    closed = col(Delegation.closed_at)
    query = (
        select(Mandate, Delegation, Organisation)
        .join(Delegation, col(Delegation.id) == Mandate.delegation_id)
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(Mandate.member_id == member_id, _in_force(at), or_(closed.is_(None), closed > at))
        .order_by(col(Mandate.first_day), col(Mandate.id))
    )
    return [
        Voice(
            delegation=delegation_out(delegation, of, locale),
            capacity=mandate.capacity,
            is_focal_point=mandate.is_focal_point,
        )
        for mandate, delegation, of in await db.exec(query)
    ]


def lapsed(member_id: object, delegation_id: object) -> ColumnElement[bool]:
    """Whether somebody was named for a delegation, and no mandate of theirs counts `AT` an instant.

    Args:
        member_id: a member's id, or a column that holds one.
        delegation_id: the same of a delegation.
    """
    named = exists().where(
        col(Mandate.member_id) == member_id, col(Mandate.delegation_id) == delegation_id
    )
    return and_(named, ~named.where(_in_force_on(DAY, AT)))


def focal_point_of(member_id: object, delegation_id: object, at: datetime) -> ColumnElement[bool]:
    """Whether somebody says, at an instant, who else acts for a delegation; see `lapsed`."""
    return exists().where(
        col(Mandate.delegation_id) == delegation_id,
        col(Mandate.member_id) == member_id,
        col(Mandate.is_focal_point),
        _in_force(at),
    )


async def is_focal_point(
    db: AsyncSession, delegation_id: DelegationId, member_id: MemberId, at: datetime
) -> bool:
    """Whether a member says, at an instant, who else acts for a delegation."""
    query = select(focal_point_of(member_id, delegation_id, at))
    return (await db.exec(query)).one()


async def mandates_shown(
    db: AsyncSession, actor: Actor, delegation_id: DelegationId, now: datetime
) -> Sequence[MandateOut]:
    """Who acts for a delegation and who will, the highest first.

    Raises:
        SignInRequired: a visitor, who is shown no persons.
    """
    actor.require_member()
    query = (
        select(Mandate, Member)
        .join(Member, col(Member.id) == Mandate.member_id)
        .where(
            Mandate.delegation_id == delegation_id,
            _not_over(day_of(now), now),
            col(Member.state) != MemberState.DELETED,
        )
        .order_by(col(Mandate.first_day), col(Mandate.id))
        .limit(MOST_SHOWN)
    )
    found = [mandate_out(mandate, member, now) for mandate, member in await db.exec(query)]
    return sorted(found, key=lambda one: _RANK[one.capacity])


async def mandates_page(
    db: AsyncSession, actor: Actor, delegation_id: DelegationId, window: Window, now: datetime
) -> Page[MandateOut]:
    """One page of all who acted, act or will act for a delegation, the newest mandate first.

    Raises:
        SignInRequired: a visitor, who is shown no persons.
    """
    actor.require_member()
    column = col(Mandate.id)
    query = (
        select(Mandate, Member)
        .join(Member, col(Member.id) == Mandate.member_id)
        .where(Mandate.delegation_id == delegation_id)
    )
    if window.after is not None:
        query = query.where(column < window.after[0])
    elif window.before is not None:
        query = query.where(column > window.before[0])
    order = column.desc() if window.before is None else column
    rows = await db.exec(query.order_by(order).limit(window.limit + 1))
    found = [mandate_out(mandate, member, now) for mandate, member in rows]
    return cut(found, window, lambda one: (one.id,))


async def mandates_held(
    db: AsyncSession, delegation_id: DelegationId, member_id: MemberId
) -> Sequence[Mandate]:
    """Every mandate of a person for a delegation, which the caller holds locked."""
    query = select(Mandate).where(
        Mandate.delegation_id == delegation_id, Mandate.member_id == member_id
    )
    return (await db.exec(query)).all()


async def mandate_for_update(
    db: AsyncSession, delegation_id: DelegationId, mandate_id: MandateId
) -> Mandate:
    """Load and lock a mandate for a delegation.

    Raises:
        NotFound: there is none of this number.
    """
    query = select(Mandate).where(Mandate.id == mandate_id, Mandate.delegation_id == delegation_id)
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


async def add_mandate(db: AsyncSession, row: Mandate) -> MandateId:
    """Store a new mandate for a delegation, which the caller holds locked."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def one_mandate(db: AsyncSession, mandate: Mandate, now: datetime) -> MandateOut:
    """A mandate that was just given or ended, as it goes out."""
    member = (await db.exec(select(Member).where(Member.id == mandate.member_id))).one()
    return mandate_out(mandate, member, now)
