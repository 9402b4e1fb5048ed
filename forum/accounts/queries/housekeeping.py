"""Forgetting what has run out."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import SIGN_IN_IDLE, UNVERIFIED_LASTS
from forum.accounts.tables import AccessToken, MailLink, Member, SignIn


async def forget_old(db: AsyncSession, now: datetime) -> None:
    """Delete sign-ins, tokens and links that have run out, and accounts nobody ever confirmed."""
    never_confirmed = delete(Member).where(
        col(Member.email_verified_at).is_(None),
        col(Member.created_at) < now - UNVERIFIED_LASTS,
        # Without a password it is no registration: others made it, and their reasons stand.
        col(Member.password_hash) != "",
    )
    for gone in (
        delete(SignIn).where(col(SignIn.renewed_at) < now - SIGN_IN_IDLE),
        delete(AccessToken).where(col(AccessToken.expires_at) < now),
        delete(MailLink).where(col(MailLink.expires_at) < now),
        never_confirmed,
    ):
        await db.exec(gone)
