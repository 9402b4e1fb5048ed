"""The chain of the record, as it is stored."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.moderation.chain import START, Link, hash_after
from forum.moderation.tables import AuditEntry, AuditLink

AT_ONCE = 1_000
"""Rows that are read at a time."""
_NAMESPACE = 3
"""First half of the advisory lock's number; see `forum.db.answers`."""


async def seal(db: AsyncSession, entry: AuditEntry) -> None:
    """Put an entry that this change has added at the end of the chain.

    Other changes that add to the record wait until this one commits, so it is done last.
    """
    await _lock(db)
    newest = (
        await db.exec(
            select(AuditLink.number, AuditLink.hash).order_by(col(AuditLink.number).desc()).limit(1)
        )
    ).first()
    number, previous = newest or (0, START)
    assert entry.id is not None  # noqa: S101 (it was flushed)
    sealed = hash_after(previous, _values(entry))
    db.add(AuditLink(number=number + 1, entry_id=entry.id, hash=sealed))
    await db.flush()


async def _lock(db: AsyncSession) -> None:
    # SQLite has one writer at a time, so there the transaction itself is the lock.
    if db.get_bind().dialect.name != "sqlite":
        await db.exec(select(func.pg_advisory_xact_lock(_NAMESPACE, 0)))


async def links_after(db: AsyncSession, number: int) -> Sequence[Link]:
    """The next links of the chain with what they stand for, `AT_ONCE` at most."""
    query = (
        select(AuditLink, AuditEntry)
        .outerjoin(AuditEntry, col(AuditEntry.id) == AuditLink.entry_id)
        .where(col(AuditLink.number) > number)
        .order_by(col(AuditLink.number))
        .limit(AT_ONCE)
    )
    return [
        Link(link.number, link.entry_id, link.hash, _values(entry) if entry else None)
        for link, entry in await db.exec(query)
    ]


async def entries_without_link(db: AsyncSession) -> Sequence[int]:
    """Entries that are in no place of the chain, the first `AT_ONCE`."""
    query = (
        select(AuditEntry.id)
        .outerjoin(AuditLink, col(AuditLink.entry_id) == AuditEntry.id)
        .where(col(AuditLink.number).is_(None))
        .order_by(col(AuditEntry.id))
        .limit(AT_ONCE)
    )
    return [found for found in await db.exec(query) if found is not None]


def _values(entry: AuditEntry) -> dict[str, Any]:
    columns = AuditEntry.__table__.columns  # type: ignore[attr-defined]
    return {column.name: getattr(entry, column.name) for column in columns}
