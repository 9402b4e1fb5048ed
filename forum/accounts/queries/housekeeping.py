"""Forgetting what has run out."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import DECLINED_LASTS, SIGN_IN_IDLE, UNVERIFIED_LASTS, MemberState
from forum.accounts.tables import AccessToken, MailLink, Member, Registration, SignIn


async def forget_old(db: AsyncSession, now: datetime) -> None:
    """Delete sign-ins, tokens and links that have run out, and registrations come to nothing."""
    never_confirmed = delete(Member).where(
        col(Member.email_verified_at).is_(None),
        col(Member.created_at) < now - UNVERIFIED_LASTS,
        # Without a password it is no registration: others made it, and their reasons stand.
        col(Member.password_hash) != "",
    )
    declined = select(Registration.member_id).where(
        col(Registration.declined_at) < now - DECLINED_LASTS
    )
    for gone in (
        delete(Member).where(
            col(Member.id).in_(declined), col(Member.state) == MemberState.DECLINED
        ),
        delete(SignIn).where(col(SignIn.renewed_at) < now - SIGN_IN_IDLE),
        delete(AccessToken).where(col(AccessToken.expires_at) < now),
        delete(MailLink).where(col(MailLink.expires_at) < now),
        never_confirmed,
    ):
        await db.exec(gone)
