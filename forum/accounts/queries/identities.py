"""Reading and changing what ties members to accounts elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import OutsideIdentity
from forum.core.errors import NotFound
from forum.core.ids import IdentityId, MemberId


async def identity(db: AsyncSession, issuer: str, subject: str) -> OutsideIdentity | None:
    """What ties a member to an account of a provider, if anybody."""
    query = select(OutsideIdentity).where(
        OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject
    )
    return (await db.exec(query)).first()


async def identities(db: AsyncSession, member_id: MemberId) -> Sequence[OutsideIdentity]:
    """A member's accounts elsewhere, the oldest first."""
    query = select(OutsideIdentity).where(OutsideIdentity.member_id == member_id)
    return (await db.exec(query.order_by(col(OutsideIdentity.id)))).all()


async def add_identity(db: AsyncSession, row: OutsideIdentity) -> None:
    """Store a tie."""
    db.add(row)
    await db.flush()


async def note_identity(db: AsyncSession, identity_id: IdentityId, now: datetime) -> None:
    """Remember when somebody last signed in by it."""
    used = update(OutsideIdentity).where(col(OutsideIdentity.id) == identity_id)
    await db.exec(used.values(used_at=now))


async def drop_identity(db: AsyncSession, member_id: MemberId, identity_id: IdentityId) -> None:
    """Cut one of a member's ties.

    Raises:
        NotFound: the member has no such one.
    """
    gone = delete(OutsideIdentity).where(
        col(OutsideIdentity.id) == identity_id, col(OutsideIdentity.member_id) == member_id
    )
    if (await db.exec(gone.returning(col(OutsideIdentity.id)))).first() is None:
        raise NotFound
