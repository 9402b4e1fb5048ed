"""Reading and changing second factors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Authenticator, Passkey, RecoveryCode
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PasskeyId


async def authenticator(db: AsyncSession, member_id: MemberId) -> Authenticator | None:
    """The app that a member has set up, if any."""
    return await db.get(Authenticator, member_id)


async def save_authenticator(db: AsyncSession, row: Authenticator) -> None:
    """Store an app in the place of the one before."""
    await db.merge(row)


async def drop_authenticator(db: AsyncSession, member_id: MemberId) -> None:
    """Forget a member's app."""
    await db.exec(delete(Authenticator).where(col(Authenticator.member_id) == member_id))


async def take_step(db: AsyncSession, member_id: MemberId, step: int) -> bool:
    """Spend an app's codes up to `step`; false if that one was spent before."""
    taken = (
        update(Authenticator)
        .where(col(Authenticator.member_id) == member_id, col(Authenticator.last_step) < step)
        .values(last_step=step)
        .returning(col(Authenticator.member_id))
    )
    return (await db.exec(taken)).first() is not None


def add_codes(db: AsyncSession, member_id: MemberId, hashes: Iterable[str]) -> None:
    """Store recovery codes."""
    db.add_all([RecoveryCode(member_id=member_id, hash=one) for one in hashes])


async def spend_code(db: AsyncSession, member_id: MemberId, hash_: str) -> bool:
    """Take one of a member's recovery codes; false if there is no such one any more."""
    spent = delete(RecoveryCode).where(
        col(RecoveryCode.member_id) == member_id, col(RecoveryCode.hash) == hash_
    )
    return (await db.exec(spent.returning(col(RecoveryCode.id)))).first() is not None


async def codes_left(db: AsyncSession, member_id: MemberId) -> int:
    """How many recovery codes a member has."""
    query = select(func.count()).where(col(RecoveryCode.member_id) == member_id)
    return (await db.exec(query)).one()


async def drop_codes(db: AsyncSession, member_id: MemberId) -> None:
    """Make a member's recovery codes worthless."""
    await db.exec(delete(RecoveryCode).where(col(RecoveryCode.member_id) == member_id))


async def passkeys(db: AsyncSession, member_id: MemberId) -> Sequence[Passkey]:
    """A member's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.member_id == member_id)
    return (await db.exec(query.order_by(col(Passkey.id)))).all()


async def passkey(db: AsyncSession, credential: str) -> Passkey | None:
    """The passkey that a browser names."""
    return (await db.exec(select(Passkey).where(Passkey.credential == credential))).first()


async def add_passkey(db: AsyncSession, row: Passkey) -> None:
    """Store a passkey."""
    db.add(row)
    await db.flush()


@dataclass(frozen=True, slots=True)
class PasskeyUse:
    """One use of a passkey.

    Attributes:
        count: what the authenticator counts by now; 0 where it does not count.
        asked_at: when the browser was asked for it.
        now: when the answer came.
    """

    count: int
    asked_at: datetime
    now: datetime


async def note_passkey(db: AsyncSession, row: Passkey, use: PasskeyUse) -> bool:
    """Note a use; false if another came after it was asked for, so that no answer is good twice."""
    noted = (
        update(Passkey)
        .where(
            col(Passkey.id) == row.id,
            col(Passkey.sign_count) == row.sign_count,
            or_(col(Passkey.used_at).is_(None), col(Passkey.used_at) < use.asked_at),
        )
        .values(sign_count=use.count, used_at=use.now)
        .returning(col(Passkey.id))
    )
    return (await db.exec(noted)).first() is not None


async def drop_passkey(db: AsyncSession, member_id: MemberId, passkey_id: PasskeyId) -> None:
    """Forget one of a member's passkeys.

    Raises:
        NotFound: the member has no such one.
    """
    gone = delete(Passkey).where(col(Passkey.id) == passkey_id, col(Passkey.member_id) == member_id)
    if (await db.exec(gone.returning(col(Passkey.id)))).first() is None:
        raise NotFound


async def has_factor(db: AsyncSession, member_id: MemberId) -> bool:
    """Whether a member has an app or a passkey."""
    app = exists().where(col(Authenticator.member_id) == member_id)
    key = exists().where(col(Passkey.member_id) == member_id)
    return bool((await db.exec(select(or_(app, key)))).one())
