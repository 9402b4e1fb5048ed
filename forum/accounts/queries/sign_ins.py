"""Reading and changing sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.tables import Member, SignIn
from forum.accounts.words import Shown
from forum.core.ids import MemberId, SignInId
from forum.core.permissions import Grant
from forum.db.base import Id
from forum.roles.queries import GRANT_COLUMNS, as_grants, with_grants


@dataclass(frozen=True, slots=True)
class SignInFound:
    """A sign-in and its member.

    Attributes:
        current: false where the cookie shown is the one before the last renewal.
        grants: what the member may beside what the role carries.
    """

    sign_in: SignIn
    member: Member
    current: bool
    grants: tuple[Grant, ...] = ()


async def sign_in_by_hash(db: AsyncSession, shown: Shown) -> SignInFound | None:
    """The sign-in that a cookie stands for, if its member can use the account."""
    asked = {"member": shown.member_id, "hash": shown.hash}
    if not (rows := (await db.exec(_BY_HASH, params=asked)).all()):
        return None
    sign_in, member = rows[0][:2]
    found = as_grants(row[2:] for row in rows)
    return SignInFound(sign_in, member, current=sign_in.hash == shown.hash, grants=found)


# Composed once: everybody who comes is asked for so.
_HASH: BindParameter[str] = bindparam("hash")
_BY_HASH: Any = with_grants(
    select(SignIn, Member, *GRANT_COLUMNS).join(Member, col(Member.id) == SignIn.member_id),
    SignIn.member_id,
).where(
    col(SignIn.member_id) == bindparam("member", type_=Id),
    or_(col(SignIn.hash) == _HASH, col(SignIn.previous_hash) == _HASH),
    Member.state == MemberState.ACTIVE,
)


@dataclass(frozen=True, slots=True)
class MemberFound:
    """A member, and what they may beside what the role carries."""

    member: Member
    grants: tuple[Grant, ...] = ()


async def with_rights(db: AsyncSession, member_id: MemberId) -> MemberFound | None:
    """A member who can use the account, with what they may do."""
    query = with_grants(select(Member, *GRANT_COLUMNS), Member.id)
    query = query.where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    if not (rows := (await db.exec(query)).all()):
        return None
    return MemberFound(rows[0][0], as_grants(row[1:] for row in rows))


async def sign_ins(db: AsyncSession, member_id: MemberId, since: datetime) -> Sequence[SignIn]:
    """A member's sign-ins that were renewed after `since`, the latest first."""
    query = (
        select(SignIn)
        .where(SignIn.member_id == member_id, col(SignIn.renewed_at) > since)
        .order_by(col(SignIn.renewed_at).desc(), col(SignIn.id).desc())
    )
    return (await db.exec(query)).all()


async def add_sign_in(db: AsyncSession, sign_in: SignIn) -> None:
    """Store a sign-in."""
    db.add(sign_in)
    await db.flush()


@dataclass(frozen=True, slots=True)
class Renewal:
    """A sign-in as it was found, and the hash that it is to get.

    Attributes:
        shown: hash of the cookie that came; it stays good until the new one has been seen.
        found_at: when the sign-in had last been renewed.
    """

    id: SignInId
    shown: str
    found_at: datetime
    fresh: str


async def renew_sign_in(db: AsyncSession, renewal: Renewal, now: datetime) -> bool:
    """Give a sign-in another hash; false where another request came first, or it has ended."""
    shown = renewal.shown
    renewed = (
        update(SignIn)
        .where(
            col(SignIn.id) == renewal.id,
            col(SignIn.renewed_at) == renewal.found_at,
            or_(
                col(SignIn.hash) == shown,
                (col(SignIn.previous_hash) == shown) & col(SignIn.previous_until).is_(None),
            ),
        )
        .values(hash=renewal.fresh, previous_hash=shown, previous_until=None, renewed_at=now)
        .returning(col(SignIn.id))
    )
    return (await db.exec(renewed)).first() is not None


async def settle_sign_in(db: AsyncSession, sign_in_id: SignInId, until: datetime) -> bool:
    """Let the cookie before end at `until`: its successor has arrived; false if that is known."""
    settled = (
        update(SignIn)
        .where(
            col(SignIn.id) == sign_in_id,
            col(SignIn.previous_hash).is_not(None),
            col(SignIn.previous_until).is_(None),
        )
        .values(previous_until=until)
        .returning(col(SignIn.id))
    )
    return (await db.exec(settled)).first() is not None


async def drop_sign_in(db: AsyncSession, member_id: MemberId, sign_in_id: SignInId) -> None:
    """End one of a member's sign-ins, if it has not ended already."""
    await db.exec(
        delete(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.member_id) == member_id)
    )


async def drop_sign_ins(
    db: AsyncSession, member_id: MemberId, *, but: SignInId | None = None
) -> None:
    """End all of a member's sign-ins, but one if it is named."""
    ended = delete(SignIn).where(col(SignIn.member_id) == member_id)
    await db.exec(ended if but is None else ended.where(col(SignIn.id) != but))


async def note_proof(db: AsyncSession, sign_in_id: SignInId, now: datetime) -> None:
    """Note when a member last showed who they are in one browser."""
    await db.exec(update(SignIn).where(col(SignIn.id) == sign_in_id).values(proven_at=now))
