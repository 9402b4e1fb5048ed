"""Reading and changing the links that are sent by mail."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import LinkPurpose
from forum.accounts.tables import MailLink
from forum.core.ids import MemberId


async def mail_link(db: AsyncSession, link_id: int) -> MailLink | None:
    """One link, used or not, if it is still kept."""
    return await db.get(MailLink, link_id)


async def add_link(db: AsyncSession, link: MailLink) -> int:
    """Store a link and return its id."""
    db.add(link)
    await db.flush()
    assert link.id is not None  # noqa: S101 (set by the flush)
    return link.id


async def spend_link(db: AsyncSession, link_id: int, now: datetime) -> bool:
    """Mark a link as used; false if it was used before."""
    spent = (
        update(MailLink)
        .where(col(MailLink.id) == link_id, col(MailLink.used_at).is_(None))
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
