"""All SQL of drafts: nobody reads those of others."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Executable
from sqlmodel import col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId
from forum.db.inserting import insertion
from forum.drafts.rules import Place, place_of
from forum.drafts.schemas import DraftOut, DraftText
from forum.drafts.tables import Draft


async def drafts(db: AsyncSession, member_id: MemberId) -> Sequence[DraftOut]:
    """All of a member's drafts, the last saved first; there are never many (`rules.MOST`)."""
    query = select(Draft).where(Draft.member_id == member_id)
    rows = await db.exec(query.order_by(col(Draft.saved_at).desc(), col(Draft.place)))
    return [_out(row) for row in rows]


async def draft(db: AsyncSession, member_id: MemberId, place: Place) -> DraftOut | None:
    """A member's draft for one place, if there is one."""
    row = await db.get(Draft, (member_id, str(place)))
    return None if row is None else _out(row)


async def other_drafts(db: AsyncSession, member_id: MemberId, place: Place) -> int:
    """How many drafts a member has for other places."""
    query = select(func.count()).where(Draft.member_id == member_id, Draft.place != str(place))
    return (await db.exec(query)).one()


async def save(db: AsyncSession, row: Draft) -> int:
    """Store a draft over whatever is there, and give its new version."""
    connection = await db.connection()
    added = await connection.execute(_saving(connection.dialect.name), row.model_dump())
    return int(added.scalar_one())


async def add(db: AsyncSession, row: Draft) -> int | None:
    """Store a draft where there is none, and give its version; else `None`."""
    connection = await db.connection()
    added = await connection.execute(_adding(connection.dialect.name), row.model_dump())
    return added.scalar_one_or_none()


async def replace(db: AsyncSession, row: Draft, version: int) -> int | None:
    """Store a draft in the place of one of `version`, and give its own; `None`: it is not there."""
    statement = (
        update(Draft)
        .where(
            col(Draft.member_id) == row.member_id,
            col(Draft.place) == row.place,
            col(Draft.version) == version,
        )
        .values(text=row.text, saved_at=row.saved_at, version=version + 1)
    )
    done = await db.exec(statement)
    return version + 1 if done.rowcount else None


async def remove(
    db: AsyncSession, member_id: MemberId, place: Place, version: int | None = None
) -> None:
    """Remove a draft if it is there, and of that version."""
    gone = delete(Draft).where(col(Draft.member_id) == member_id, col(Draft.place) == str(place))
    if version is not None:
        gone = gone.where(col(Draft.version) == version)
    await db.exec(gone)


async def forget_old(db: AsyncSession, before: datetime) -> None:
    """Remove drafts that nobody saved since a moment."""
    await db.exec(delete(Draft).where(col(Draft.saved_at) < before))


_KEY = ["member_id", "place"]


@cache
def _saving(dialect: str) -> Executable:
    stored = insertion(dialect, Draft)
    fresh = stored.excluded
    changed = {"text": fresh.text, "saved_at": fresh.saved_at, "version": Draft.version + 1}
    saved = stored.on_conflict_do_update(index_elements=_KEY, set_=changed)
    return saved.returning(col(Draft.version))


@cache
def _adding(dialect: str) -> Executable:
    added = insertion(dialect, Draft).on_conflict_do_nothing(index_elements=_KEY)
    return added.returning(col(Draft.version))


def _out(row: Draft) -> DraftOut:
    return DraftOut(
        place=row.place,
        url=place_of(row.place).url,
        text=DraftText.model_construct(**row.text),
        version=row.version,
        saved_at=row.saved_at,
    )
