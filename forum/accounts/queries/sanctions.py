"""Reading and changing sanctions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import member_out
from forum.accounts.rules import CLOSING, SanctionKind
from forum.accounts.schemas import SanctionOut
from forum.accounts.tables import Member, Sanction
from forum.core.actor import FREE, Limits
from forum.core.ids import MemberId, SanctionId
from forum.core.paging import Page, Window, cut
from forum.db.base import Id, UtcDateTime

SANCTION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list of sanctions holds: an id."""

_By = aliased(Member, name="decider")


@dataclass(frozen=True, slots=True)
class SanctionFilter:
    """Which sanctions are wanted; empty means any.

    Attributes:
        member: about whom.
        members: about some of these; `None`: about anybody.
        kind: of which kind.
        in_force: only those that hold now, or only those that do not.
    """

    member: MemberId | None = None
    kind: SanctionKind | None = None
    in_force: bool | None = None
    members: tuple[MemberId, ...] | None = None


def _holds(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    ends = col(Sanction.ends_at)
    return col(Sanction.ended_at).is_(None) & or_(ends.is_(None), ends > now)


# Composed once: everybody who comes is asked for so.
_IN_FORCE = (
    select(Sanction)
    .where(
        col(Sanction.member_id) == bindparam("member", type_=Id),
        _holds(bindparam("now", type_=UtcDateTime)),
    )
    .order_by(col(Sanction.id))
)


async def in_force(db: AsyncSession, member_id: MemberId, now: datetime) -> Sequence[Sanction]:
    """What holds for a member, in the order in which it was decided."""
    return (await db.exec(_IN_FORCE, params={"member": member_id, "now": now})).all()


async def limits(db: AsyncSession, member_id: MemberId, now: datetime) -> Limits:
    """What a member may not do for now."""
    found = {one.kind: one for one in await in_force(db, member_id, now)}
    silence, approval = found.get(SanctionKind.SILENCE), found.get(SanctionKind.APPROVAL)
    if silence is None and approval is None:
        return FREE
    return Limits(
        silenced=silence is not None,
        until=silence.ends_at if silence else None,
        reason=silence.reason if silence else "",
        held=approval is not None,
        held_until=approval.ends_at if approval else None,
    )


async def closing(db: AsyncSession, member_id: MemberId, now: datetime) -> Sanction | None:
    """The sanction that closes a member's account; of several, the one that ends last."""
    found = [one for one in await in_force(db, member_id, now) if one.kind in CLOSING]
    endless = [one for one in found if one.ends_at is None]
    return next(iter(endless), max(found, key=_end, default=None))


def _end(one: Sanction) -> datetime:
    return one.ends_at or one.made_at


async def find_sanction(db: AsyncSession, sanction_id: SanctionId) -> Sanction | None:
    """One sanction, if there is such a one."""
    return await db.get(Sanction, sanction_id)


async def not_ended(db: AsyncSession, member_id: MemberId, kind: SanctionKind) -> Sanction | None:
    """The sanction of a kind that nothing has ended yet, even if its time is over."""
    query = select(Sanction).where(
        Sanction.member_id == member_id, Sanction.kind == kind, col(Sanction.ended_at).is_(None)
    )
    return (await db.exec(query)).first()


async def add_sanction(db: AsyncSession, sanction: Sanction) -> SanctionId:
    """Store a sanction and give the id it got."""
    db.add(sanction)
    await db.flush()
    assert sanction.id is not None  # noqa: S101 (set by the flush)
    return sanction.id


async def sanctions_page(
    db: AsyncSession, wanted: SanctionFilter, now: datetime, window: Window
) -> Page[SanctionOut]:
    """One page of sanctions, the newest first; who may read them is for the caller to ask."""
    query = (
        select(Sanction, Member, _By)
        .join(Member, col(Member.id) == Sanction.member_id)
        .join(_By, col(_By.id) == Sanction.by_id)
        .where(*_conditions(wanted, now))
    )
    forward, column = window.before is None, col(Sanction.id)
    if window.after is not None:
        query = query.where(column < window.after[0])
    elif window.before is not None:
        query = query.where(column > window.before[0])
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [_sanction_out(*row, now) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.id,))


def _conditions(wanted: SanctionFilter, now: datetime) -> Sequence[ColumnElement[bool]]:
    found = []
    if wanted.member is not None:
        found.append(col(Sanction.member_id) == wanted.member)
    if wanted.members is not None:
        found.append(col(Sanction.member_id).in_(wanted.members))
    if wanted.kind is not None:
        found.append(col(Sanction.kind) == wanted.kind)
    if wanted.in_force is not None:
        found.append(_holds(now) if wanted.in_force else ~_holds(now))
    return found


def _sanction_out(row: Sanction, member: Member, by: Member, now: datetime) -> SanctionOut:
    assert row.id is not None  # noqa: S101 (it was read)
    over = row.ends_at is not None and row.ends_at <= now
    return SanctionOut.model_construct(
        id=row.id,
        member=member_out(member),
        by=member_out(by),
        kind=row.kind,
        reason=row.reason,
        made_at=row.made_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at or (row.ends_at if over else None),
        in_force=row.ended_at is None and not over,
    )
