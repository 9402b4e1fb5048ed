"""Reading and changing the links that are sent by mail."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import LinkPurpose
from forum.accounts.tables import MailLink
from forum.core.ids import MemberId


async def mail_link(db: AsyncSession, purpose: LinkPurpose, hash_: str) -> MailLink | None:
    """One link, used or not, if it is still kept."""
    query = select(MailLink).where(MailLink.hash == hash_, MailLink.purpose == purpose)
    return (await db.exec(query)).first()


def add_link(db: AsyncSession, link: MailLink) -> None:
    """Store a link."""
    db.add(link)


async def spend_link(db: AsyncSession, link: MailLink, now: datetime) -> bool:
    """Mark a link as used; false if it was used before."""
    spent = (
        update(MailLink)
        .where(col(MailLink.id) == link.id, col(MailLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(MailLink.id))
    )
    return (await db.exec(spent)).first() is not None


async def drop_links(db: AsyncSession, member_id: MemberId, purpose: LinkPurpose) -> None:
    """Make all of a member's links for one purpose worthless."""
    gone = delete(MailLink).where(
        col(MailLink.member_id) == member_id, col(MailLink.purpose) == purpose
    )
    await db.exec(gone)
