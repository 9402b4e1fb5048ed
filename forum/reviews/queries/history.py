"""The history of translations: what people did about each."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.reviews.schemas import DeedOut
from forum.translations.rules import Deed
from forum.translations.tables import TranslationDeed as DeedRow


def add_deed(db: AsyncSession, deed: DeedRow) -> None:
    """Add a step to a history."""
    db.add(deed)


async def deeds(db: AsyncSession, subject: str, language: str) -> Sequence[DeedOut]:
    """The history of a translation, the newest first; at most 100 steps."""
    query = (
        select(DeedRow, Member.name)
        .outerjoin(Member, col(Member.id) == DeedRow.member_id)
        .where(DeedRow.subject == subject, DeedRow.language == language)
        .order_by(col(DeedRow.id).desc())
        .limit(100)
    )
    return [
        DeedOut.model_construct(deed=deed.deed, by=name, at=deed.at, text=deed.text, note=deed.note)
        for deed, name in await db.exec(query)
    ]


_CHANGING = (Deed.APPROVED, Deed.CHANGED, Deed.WRITTEN, Deed.CHECKED, Deed.UNDONE)


async def newest_change(db: AsyncSession, subject: str, language: str) -> DeedRow | None:
    """The last step that changed what is shown."""
    query = (
        select(DeedRow)
        .where(
            DeedRow.subject == subject,
            DeedRow.language == language,
            col(DeedRow.deed).in_(_CHANGING),
        )
        .order_by(col(DeedRow.id).desc())
        .limit(1)
    )
    return (await db.exec(query)).first()
