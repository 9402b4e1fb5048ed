"""Reading and adding members."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import member_out
from forum.accounts.rules import HANDLE, MemberState, email_key
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Permission, Role


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which members `actor` can look up, in a query over `Member`.

    What a suspended or deleted member wrote stays, with the name beside it, for everybody.
    """
    imported = col(Member.state) == MemberState.IMPORTED
    verified = col(Member.email_verified_at).is_not(None)
    if actor.may(Permission.MEMBER_READ):
        return or_(verified, imported)
    return or_(and_(verified, col(Member.state) == MemberState.ACTIVE), imported)


async def authors(db: AsyncSession, ids: Collection[MemberId]) -> dict[MemberId, MemberOut]:
    """Those of `ids` that there are, whatever has become of their accounts."""
    if not ids:
        return {}
    rows = await db.exec(select(Member).where(col(Member.id).in_(set(ids))))
    return {found.id: found for found in map(member_out, rows)}


async def member_by_id(db: AsyncSession, member_id: MemberId) -> Member:
    """One member, in any state.

    Raises:
        NotFound: there is none.
    """
    if (member := await find_by_id(db, member_id)) is None:
        raise NotFound
    return member


async def find_by_id(db: AsyncSession, member_id: MemberId) -> Member | None:
    """One member, in any state, if there is such a one."""
    return await db.get(Member, member_id)


async def member_for_update(db: AsyncSession, member_id: MemberId) -> Member:
    """One member, in any state, whom nobody else changes until this change commits.

    Raises:
        NotFound: there is none.
    """
    found = await db.exec(select(Member).where(Member.id == member_id).with_for_update())
    if (member := found.first()) is None:
        raise NotFound
    return member


async def member_by_handle(db: AsyncSession, actor: Actor, handle: str) -> Member:
    """One member whom `actor` can look up.

    Raises:
        NotFound: there is none.
    """
    if HANDLE.fullmatch(handle) is None:
        raise NotFound
    query = select(Member).where(Member.handle == handle, visible_to(actor))
    if (member := (await db.exec(query)).first()) is None:
        raise NotFound
    return member


async def find_by_email(db: AsyncSession, email: str) -> Member | None:
    """The member with this address, verified or not, in any state."""
    return (await db.exec(select(Member).where(Member.email_key == email_key(email)))).first()


async def handles_among(db: AsyncSession, handles: Sequence[str]) -> set[str]:
    """Which of `handles` are taken."""
    return set(await db.exec(select(Member.handle).where(col(Member.handle).in_(handles))))


async def secretariat(db: AsyncSession) -> Sequence[MemberId]:
    """Administrators who can use their accounts."""
    query = select(Member.id).where(
        col(Member.role) == Role.ADMIN, col(Member.state) == MemberState.ACTIVE
    )
    return [MemberId(one) for one in await db.exec(query) if one is not None]


async def active_administrators(db: AsyncSession) -> int:
    """How many members can administer the site."""
    query = select(func.count()).where(
        col(Member.role) == Role.ADMIN, col(Member.state) == MemberState.ACTIVE
    )
    return (await db.exec(query)).one()


async def lock_registrations(db: AsyncSession) -> None:
    """Make others wait who would take a handle, an address or a role, until this change commits.

    SQLite has one writer at a time, so there the transaction itself is the lock.
    """
    if db.get_bind().dialect.name != "sqlite":
        await db.exec(select(func.pg_advisory_xact_lock(_NAMESPACE, 0)))


async def add_member(db: AsyncSession, member: Member) -> MemberId:
    """Store a member; one without a handle gets `member-<id>`."""
    numbered = not member.handle
    if numbered:
        member.handle = f"?{member.email_key}"
    db.add(member)
    await db.flush()
    assert member.id is not None  # noqa: S101 (set by the flush)
    if numbered:
        member.handle = f"member-{member.id}"
    return member.id


_NAMESPACE = 2
"""First half of the advisory lock's number; 1 is that of `forum.db.answers`."""
