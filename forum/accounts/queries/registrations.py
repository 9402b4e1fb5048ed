"""Registrations that wait for the secretariat, or were declined."""

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.schemas import RegistrationOut
from forum.accounts.tables import Member, Registration
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission

REGISTRATION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a member's id."""
_WAITS = (col(Member.state) == MemberState.WAITING, col(Member.email_verified_at).is_not(None))


async def registrations_page(
    db: AsyncSession, actor: Actor, window: Window
) -> Page[RegistrationOut]:
    """One page of those that wait, the oldest first; their addresses are confirmed.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.MEMBER_MANAGE)
    column = col(Member.id)
    query = select(Member, Registration).join(Registration).where(*_WAITS)
    if window.after is not None:
        query = query.where(column > window.after[0])
    rows = await db.exec(query.order_by(column).limit(window.limit + 1))
    return cut([registration_out(*row) for row in rows], window, lambda found: (found.id,))


async def registration_count(db: AsyncSession) -> int:
    """How many wait."""
    return (await db.exec(select(func.count(col(Member.id))).where(*_WAITS))).one()


async def registration(db: AsyncSession, member_id: MemberId) -> Registration | None:
    """What a member said when they registered, if it is still to be decided, or was declined."""
    return await db.get(Registration, member_id)


async def save_registration(db: AsyncSession, row: Registration) -> None:
    """Store a registration, in the place of an earlier one."""
    await db.merge(row)


async def drop_registration(db: AsyncSession, member_id: MemberId) -> None:
    """Forget what a member said when they registered."""
    await db.exec(delete(Registration).where(col(Registration.member_id) == member_id))


async def drop_newcomer(db: AsyncSession, member_id: MemberId) -> None:
    """Forget somebody whose account was never in use."""
    await db.exec(delete(Member).where(col(Member.id) == member_id))


def registration_out(member: Member, row: Registration) -> RegistrationOut:
    """Rows as they go out."""
    assert member.id is not None  # noqa: S101 (it was read)
    return RegistrationOut(
        id=member.id,
        name=member.name,
        handle=member.handle,
        email=member.email,
        organisation=member.organisation,
        country=member.partner,
        language=member.locale,
        about=row.about,
        asked_at=row.asked_at,
    )
