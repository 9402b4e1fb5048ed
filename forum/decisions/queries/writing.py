"""Storing decisions and their texts."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId
from forum.decisions.tables import Decision, DecisionText


async def add_decision(db: AsyncSession, row: Decision) -> DecisionId:
    """Store a new decision."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def add_text(db: AsyncSession, row: DecisionText) -> None:
    """Store a version of a text, for good."""
    db.add(row)
    await db.flush()


async def current_text(db: AsyncSession, row: Decision) -> DecisionText:
    """The version that a decision is about."""
    found = await db.get(DecisionText, (row.id, row.version))
    assert found is not None  # noqa: S101 (stored with the decision)
    return found
