"""All SQL of copies that no holding says."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId
from forum.privacy.schemas import ExportOut, ExportState
from forum.privacy.tables import DataExport
from forum.uploads.tables import Upload

_BATCH = 100
DOWNLOAD = "/settings/data/export.zip"


async def export(db: AsyncSession, member_id: MemberId) -> DataExport | None:
    """The newest copy of a member's data, if there is one."""
    return await db.get(DataExport, member_id)


async def save_export(db: AsyncSession, row: DataExport) -> None:
    """Store a copy's row in the place of the one before."""
    await db.merge(row)


async def drop_export(db: AsyncSession, row: DataExport) -> None:
    """Forget a copy, unless another one is in its place already."""
    gone = delete(DataExport).where(
        col(DataExport.member_id) == row.member_id, col(DataExport.key) == row.key
    )
    await db.exec(gone)


async def run_out(db: AsyncSession, now: datetime) -> Sequence[DataExport]:
    """Copies that are to be removed."""
    return (await db.exec(select(DataExport).where(col(DataExport.expires_at) <= now))).all()


async def uploads_of(db: AsyncSession, member_id: MemberId) -> AsyncIterator[Upload]:
    """A member's uploads, the oldest first."""
    query = select(Upload).where(Upload.member_id == member_id).order_by(col(Upload.id))
    wanted = query.limit(_BATCH)
    while rows := (await db.exec(wanted)).all():
        for row in rows:
            yield row
        wanted = query.where(col(Upload.id) > rows[-1].id).limit(_BATCH)


def export_out(row: DataExport | None, now: datetime) -> ExportOut:
    """A copy's row as it goes out; one that has run out is none."""
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return ExportOut(state=ExportState.NONE)
    if row.ready_at is None:
        return ExportOut(state=ExportState.MAKING, asked_at=row.asked_at)
    return ExportOut(
        state=ExportState.READY,
        asked_at=row.asked_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        size=row.size,
        url=DOWNLOAD,
    )
