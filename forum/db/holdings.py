"""What tables hold of a member: for a copy of it, and for when the member goes."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, or_, select, tuple_, update
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId

BATCH = 500
"""Rows that are read, or removed, at a time."""


class Fate(StrEnum):
    """What becomes of rows when their member goes."""

    GOES = "goes"
    STAYS = "stays"
    """Of a member who has no name any more."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds of a member.

    Attributes:
        table: where.
        columns: those that name the member; a row is the member's if one of them does.
        rows: which rows are the member's, where no column says so.
        name: of the list in a copy; "" where copies leave it out, and `why` says why.
        without: columns that copies leave out.
        fate: of the rows, when the member goes.
        fate_of_texts: the same, when what the member wrote is to go too; else as `fate`.
        wiped: what columns of rows that stay hold afterwards.
        why: this is left out of copies.
    """

    table: type[SQLModel]
    columns: tuple[str, ...] = ()
    rows: Callable[[MemberId], ColumnElement[bool]] | None = None
    name: str = ""
    without: frozenset[str] = frozenset()
    fate: Fate = Fate.STAYS
    fate_of_texts: Fate | None = None
    wiped: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""

    def of(self, member_id: MemberId) -> ColumnElement[bool]:
        """Which rows are the member's."""
        if self.rows is not None:
            return self.rows(member_id)
        return or_(*(_table(self).columns[name] == member_id for name in self.columns))

    def goes(self, *, texts: bool) -> bool:
        """Whether the rows go with the member, who takes their texts along or not."""
        fate = self.fate_of_texts if texts and self.fate_of_texts is not None else self.fate
        return fate is Fate.GOES


async def rows_of(
    db: AsyncSession, holding: Holding, member_id: MemberId
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """What a copy tells of a holding, in the order of its key, some rows at a time."""
    key = _key(holding)
    query = select(_table(holding)).where(holding.of(member_id)).order_by(*key).limit(BATCH)
    wanted = query
    while True:
        rows = (await (await db.connection()).execute(wanted)).mappings().all()
        if rows:
            yield [_told(holding, row) for row in rows]
        if len(rows) < BATCH:
            return
        wanted = query.where(tuple_(*key) > tuple(rows[-1][column.name] for column in key))


async def remove(db: AsyncSession, holding: Holding, member_id: MemberId) -> bool:
    """Remove some of the member's rows; says whether there may be more."""
    key, table = _key(holding), _table(holding)
    some = select(*key).where(holding.of(member_id)).limit(BATCH)
    these = key[0].in_(some) if len(key) == 1 else tuple_(*key).in_(some)
    gone = await (await db.connection()).execute(delete(table).where(these))
    return gone.rowcount == BATCH


async def wipe(db: AsyncSession, holding: Holding, member_id: MemberId) -> None:
    """Empty what is to be emptied in rows that stay."""
    changed = update(_table(holding)).where(holding.of(member_id)).values(**holding.wiped)
    await (await db.connection()).execute(changed)


def _told(holding: Holding, row: Mapping[Any, Any]) -> Mapping[str, Any]:
    return {str(name): value for name, value in row.items() if name not in holding.without}


def _table(holding: Holding) -> Table:
    table: Table = holding.table.__table__  # type: ignore[attr-defined]
    return table


def _key(holding: Holding) -> list[Column[Any]]:
    return list(_table(holding).primary_key)
