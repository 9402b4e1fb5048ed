"""Reading and changing access tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.tables import AccessToken, Member
from forum.accounts.words import Shown
from forum.core.errors import NotFound
from forum.core.ids import MemberId, TokenId
from forum.core.permissions import Grant
from forum.roles.queries import GRANT_COLUMNS, as_grants, with_grants


@dataclass(frozen=True, slots=True)
class TokenFound:
    """A token, its member, and what the member may beside what the role carries."""

    token: AccessToken
    member: Member
    grants: tuple[Grant, ...] = ()


async def token_by_hash(db: AsyncSession, shown: Shown) -> TokenFound | None:
    """What a token's word stands for, if its member can use the account."""
    query = with_grants(
        select(AccessToken, Member, *GRANT_COLUMNS).join(
            Member, col(Member.id) == AccessToken.member_id
        ),
        AccessToken.member_id,
    )
    query = query.where(
        AccessToken.member_id == shown.member_id,
        AccessToken.hash == shown.hash,
        Member.state == MemberState.ACTIVE,
    )
    if not (rows := (await db.exec(query)).all()):
        return None
    token, member = rows[0][:2]
    return TokenFound(token, member, as_grants(row[2:] for row in rows))


async def tokens(db: AsyncSession, member_id: MemberId) -> Sequence[AccessToken]:
    """A member's tokens, the oldest first."""
    query = select(AccessToken).where(AccessToken.member_id == member_id)
    return (await db.exec(query.order_by(col(AccessToken.id)))).all()


async def add_token(db: AsyncSession, token: AccessToken) -> None:
    """Store a token."""
    db.add(token)
    await db.flush()


async def note_use(db: AsyncSession, token_id: TokenId, now: datetime) -> None:
    """Remember when a token was last used."""
    used = update(AccessToken).where(col(AccessToken.id) == token_id).values(last_used_at=now)
    await db.exec(used)


async def drop_tokens(db: AsyncSession, member_id: MemberId) -> None:
    """Revoke all of a member's tokens."""
    await db.exec(delete(AccessToken).where(col(AccessToken.member_id) == member_id))


async def drop_token(db: AsyncSession, member_id: MemberId, token_id: TokenId) -> None:
    """Revoke one of a member's tokens.

    Raises:
        NotFound: the member has no such token.
    """
    gone = delete(AccessToken).where(
        col(AccessToken.id) == token_id, col(AccessToken.member_id) == member_id
    )
    if (await db.exec(gone.returning(col(AccessToken.id)))).first() is None:
        raise NotFound
