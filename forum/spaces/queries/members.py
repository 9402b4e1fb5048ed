"""Who belongs to a space; whether somebody may ask is for the caller to check."""

from datetime import datetime

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.ids import MemberId, SpaceId
from forum.core.paging import Page, Window, cut
from forum.spaces.schemas import SpaceMemberOut
from forum.spaces.tables import SpaceMember

MEMBER_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a member's id."""


async def members_page(db: AsyncSession, space_id: SpaceId, window: Window) -> Page[SpaceMemberOut]:
    """One page of those who belong to a space, in the order of their accounts."""
    column = col(SpaceMember.member_id)
    query = (
        select(SpaceMember, Member)
        .join(Member, col(Member.id) == SpaceMember.member_id)
        .where(SpaceMember.space_id == space_id)
    )
    if window.after is not None:
        query = query.where(column > window.after[0])
    elif window.before is not None:
        query = query.where(column < window.before[0])
    order = column if window.before is None else column.desc()
    rows = await db.exec(query.order_by(order).limit(window.limit + 1))
    found = [_out(belonging, member) for belonging, member in rows]
    return cut(found, window, lambda one: (one.member.id,))


async def member_count(db: AsyncSession, space_id: SpaceId) -> int:
    """How many belong to a space."""
    query = select(func.count()).where(col(SpaceMember.space_id) == space_id)
    return (await db.exec(query)).one()


async def member_of_space(
    db: AsyncSession, space_id: SpaceId, member_id: MemberId
) -> SpaceMemberOut | None:
    """One of those who belong to a space, if this member does."""
    query = (
        select(SpaceMember, Member)
        .join(Member, col(Member.id) == SpaceMember.member_id)
        .where(SpaceMember.space_id == space_id, SpaceMember.member_id == member_id)
    )
    row = (await db.exec(query)).first()
    return None if row is None else _out(*row)


async def add_member(
    db: AsyncSession, space_id: SpaceId, member_id: MemberId, now: datetime
) -> None:
    """Store that a member belongs to a space, which the caller holds locked."""
    db.add(SpaceMember(space_id=space_id, member_id=member_id, added_at=now))
    await db.flush()


async def remove_member(db: AsyncSession, space_id: SpaceId, member_id: MemberId) -> bool:
    """Take a member out of a space; whether they belonged to it."""
    gone = delete(SpaceMember).where(
        col(SpaceMember.space_id) == space_id, col(SpaceMember.member_id) == member_id
    )
    return bool((await db.exec(gone)).rowcount)


def _out(belonging: SpaceMember, member: Member) -> SpaceMemberOut:
    return SpaceMemberOut.model_construct(member=member_out(member), added_at=belonging.added_at)
