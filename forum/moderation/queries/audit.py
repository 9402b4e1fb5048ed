"""The record of acts: adding to it and reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import AuditId, MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.moderation.queries.chain import AT_ONCE
from forum.moderation.rules import path_of
from forum.moderation.schemas import AuditOut
from forum.moderation.tables import AuditEntry, AuditLink, Decision

AUDIT_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the record holds: an entry's id."""
ENTRIES_COUNTED = 1_000
"""Entries that are counted; of more it is said that there are more."""

_Undoing = aliased(AuditEntry, name="undoing")
# Looked up for each entry that is read. Joined, SQLite would read all entries there are to find
# these few where it has statistics: hardly any of them undoes another.
UNDONE_BY = (
    select(_Undoing.id)
    .where(col(_Undoing.undoes) == AuditEntry.id)
    .correlate(AuditEntry)
    .scalar_subquery()
)
"""The entry that undoes one, in a query over `AuditEntry`; NULL where there is none."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; empty means any.

    Attributes:
        act: name of an act.
        actor: who did it.
        handle: of who did it.
        target: what it was done to, as `post:12`.
        since: the first moment wanted.
        until: the first moment not wanted any more.
        about: the member whom it was about, or whose post or topic it was.
    """

    act: str = ""
    actor: MemberId | None = None
    handle: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None
    about: MemberId | None = None


async def add_entry(db: AsyncSession, entry: AuditEntry) -> AuditId:
    """Add to the record and give the id it got."""
    db.add(entry)
    await db.flush()
    assert entry.id is not None  # noqa: S101 (set by the flush)
    return entry.id


async def is_noted(db: AsyncSession, entry: AuditEntry) -> bool:
    """Whether the record has this act, at this moment, already."""
    query = select(AuditEntry.details).where(
        AuditEntry.target == entry.target,
        AuditEntry.act == entry.act,
        AuditEntry.actor_id == entry.actor_id,
        AuditEntry.made_at == entry.made_at,
    )
    return entry.details in list(await db.exec(query))


async def last_standing(db: AsyncSession, act: str, target: str) -> AuditEntry | None:
    """The newest entry of an act on a target, if nothing has undone it."""
    undone = exists().where(col(_Undoing.undoes) == AuditEntry.id)
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.target == target,
            AuditEntry.act == act,
            ~undone,
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    return (await db.exec(query)).first()


async def entry_row(db: AsyncSession, audit_id: int) -> AuditEntry | None:
    """One entry as it is stored, if there is such a one."""
    return await db.get(AuditEntry, audit_id)


async def newest_on(db: AsyncSession, target: str) -> AuditOut | None:
    """The newest entry on a target."""
    newest = _entries().where(AuditEntry.target == target).order_by(col(AuditEntry.id).desc())
    row = (await db.exec(newest.limit(1))).first()
    return None if row is None else audit_out(*row)


async def entry(db: AsyncSession, audit_id: AuditId) -> AuditOut:
    """One entry that there is; who may read it is for the caller to ask."""
    return audit_out(*(await db.exec(_entries().where(AuditEntry.id == audit_id))).one())


async def audit_page(
    db: AsyncSession, actor: Actor, wanted: AuditFilter, window: Window
) -> Page[AuditOut]:
    """One page of the record, the newest first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not read it.
    """
    actor.require(Permission.AUDIT_READ)
    column = col(AuditEntry.id)
    query = _entries().where(*_conditions(wanted))
    if window.after is not None:
        query = query.where(column < window.after[0])
    elif window.before is not None:
        query = query.where(column > window.before[0])
    forward = window.before is None
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [audit_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda found: (found.id,))


async def entries(db: AsyncSession, wanted: AuditFilter) -> int:
    """How many entries there are; at most one more than `ENTRIES_COUNTED`."""
    found = select(col(AuditEntry.id)).where(*_conditions(wanted))
    counted = found.limit(ENTRIES_COUNTED + 1).subquery()
    return (await db.exec(select(func.count()).select_from(counted))).one()


async def entries_after(
    db: AsyncSession, actor: Actor, wanted: AuditFilter, after: int
) -> Sequence[tuple[AuditOut, AuditLink]]:
    """The next entries with their places in the chain, the oldest first, `AT_ONCE` at most.

    Args:
        db: for reading.
        actor: who asks.
        wanted: which of them.
        after: number of the link before the first one wanted.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not read it.
    """
    actor.require(Permission.AUDIT_READ)
    query = (
        _entries()
        .add_columns(AuditLink)
        .join(AuditLink, col(AuditLink.entry_id) == AuditEntry.id)
        .where(col(AuditLink.number) > after, *_conditions(wanted))
        .order_by(col(AuditLink.number))
        .limit(AT_ONCE)
    )
    return [(audit_out(*row), link) for *row, link in await db.exec(query)]


def _entries() -> Any:
    columns: Any = select(AuditEntry, Member).add_columns(UNDONE_BY)
    return columns.join(Member, col(Member.id) == AuditEntry.actor_id)


def _conditions(wanted: AuditFilter) -> Sequence[ColumnElement[bool]]:
    found = []
    if wanted.act:
        found.append(col(AuditEntry.act) == wanted.act)
    if wanted.actor is not None:
        found.append(col(AuditEntry.actor_id) == wanted.actor)
    if wanted.handle:
        who = select(Member.id).where(Member.handle == wanted.handle).scalar_subquery()
        found.append(col(AuditEntry.actor_id) == who)
    if wanted.since is not None:
        found.append(col(AuditEntry.made_at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(AuditEntry.made_at) < wanted.until)
    if wanted.about is not None:
        decided = select(Decision.audit_id).where(Decision.member_id == wanted.about)
        found.append(col(AuditEntry.id).in_(decided))
    if wanted.target:
        found.append(col(AuditEntry.target) == wanted.target)
    return found


def audit_out(row: AuditEntry, actor: Member, undone_by: AuditId | None) -> AuditOut:
    """An entry's row as it goes out."""
    assert row.id is not None  # noqa: S101 (it was read)
    return AuditOut.model_construct(
        id=row.id,
        made_at=row.made_at,
        actor=member_out(actor),
        act=row.act,
        target=row.target,
        url=path_of(row.target),
        reason=row.reason,
        details=row.details,
        undoes=row.undoes,
        undone_by=undone_by,
    )
