"""Flags: adding, settling, and reading what waits for a decision."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.ids import AuditId, FlagId, MemberId, PostId
from forum.moderation.queries.hints import DISMISSES
from forum.moderation.schemas import FlagOut, ReportsOut
from forum.moderation.tables import AuditEntry, Flag

FLAGS_SHOWN = 20
"""Flags that are read of one post; the others are counted."""


async def open_flag(db: AsyncSession, post_id: PostId, reporter: MemberId) -> FlagId | None:
    """The flag of this member on this post that waits for a decision."""
    query = select(Flag.id).where(
        col(Flag.post_id) == post_id,
        col(Flag.reporter_id) == reporter,
        col(Flag.resolved_at).is_(None),
    )
    found = (await db.exec(query)).first()
    return None if found is None else FlagId(found)


async def add_flag(db: AsyncSession, flag: Flag) -> FlagId:
    """Store a flag and give the id it got."""
    db.add(flag)
    await db.flush()
    assert flag.id is not None  # noqa: S101 (set by the flush)
    return flag.id


async def flag(db: AsyncSession, flag_id: FlagId) -> FlagOut:
    """One flag that there is."""
    query = select(Flag, Member).join(Member, col(Member.id) == Flag.reporter_id)
    return _flag_out(*(await db.exec(query.where(Flag.id == flag_id))).one())


async def open_flags(db: AsyncSession, post_id: PostId) -> int:
    """How many flags of a post wait for a decision."""
    query = select(func.count()).where(
        col(Flag.post_id) == post_id, col(Flag.resolved_at).is_(None)
    )
    return (await db.exec(query)).one()


async def resolve_flags(db: AsyncSession, post_id: PostId, entry: AuditEntry) -> None:
    """Settle the open flags of a post by an act."""
    settled = (
        update(Flag)
        .where(col(Flag.post_id) == post_id, col(Flag.resolved_at).is_(None))
        .values(resolved_at=entry.made_at, resolved_by=entry.actor_id, audit_id=entry.id)
    )
    await db.exec(settled)


async def drop_flags(db: AsyncSession, post_id: PostId, by: MemberId | None, at: datetime) -> None:
    """Settle the open flags of a post by no act: it is gone."""
    settled = update(Flag).where(col(Flag.post_id) == post_id, col(Flag.resolved_at).is_(None))
    await db.exec(settled.values(resolved_at=at, resolved_by=by))


async def reopen_flags(db: AsyncSession, audit_id: AuditId) -> None:
    """Let the flags wait again that an act had settled, but for those raised anew since."""
    newer = aliased(Flag)
    raised = exists().where(
        col(newer.post_id) == Flag.post_id,
        col(newer.reporter_id) == Flag.reporter_id,
        col(newer.resolved_at).is_(None),
    )
    waiting = (
        update(Flag)
        .where(col(Flag.audit_id) == audit_id, ~raised)
        .values(resolved_at=None, resolved_by=None, audit_id=None)
    )
    await db.exec(waiting, execution_options={"synchronize_session": False})


async def first_flags(
    db: AsyncSession, posts: Collection[PostId]
) -> Mapping[PostId, Sequence[FlagOut]]:
    """The first open flags of each of some posts, `FLAGS_SHOWN` at most."""
    place = func.row_number().over(partition_by=col(Flag.post_id), order_by=col(Flag.id))
    ranked = (
        select(Flag.id, place.label("place"))
        .where(col(Flag.post_id).in_(posts), col(Flag.resolved_at).is_(None))
        .subquery()
    )
    query = (
        select(Flag, Member)
        .join(Member, col(Member.id) == Flag.reporter_id)
        .join(ranked, ranked.c.id == Flag.id)
        .where(ranked.c.place <= FLAGS_SHOWN)
        .order_by(col(Flag.id))
    )
    rows = (await db.exec(query)).all()
    earlier = await _earlier(db, {row.reporter_id for row, _ in rows}) if rows else {}
    found: defaultdict[PostId, list[FlagOut]] = defaultdict(list)
    none = ReportsOut.model_construct(decided=0, upheld=0)
    for row, reporter in rows:
        shown = _flag_out(row, reporter, earlier.get(row.reporter_id, none))
        found[row.post_id].append(shown)
    return found


async def _earlier(
    db: AsyncSession, reporters: Collection[MemberId]
) -> Mapping[MemberId, ReportsOut]:
    """How what some members reported before was decided; who reported nothing is left out."""
    upheld = func.count().filter(col(AuditEntry.act).not_in(DISMISSES))
    query = (
        select(Flag.reporter_id, func.count(), upheld)
        .join(AuditEntry, col(AuditEntry.id) == Flag.audit_id)
        .where(col(Flag.reporter_id).in_(reporters))
        .group_by(col(Flag.reporter_id))
    )
    return {
        MemberId(reporter): ReportsOut.model_construct(decided=decided, upheld=many)
        for reporter, decided, many in await db.exec(query)
    }


def _flag_out(row: Flag, reporter: Member, earlier: ReportsOut | None = None) -> FlagOut:
    assert row.id is not None  # noqa: S101 (it was read)
    return FlagOut.model_construct(
        id=row.id,
        post_id=row.post_id,
        reporter=member_out(reporter),
        reason=row.reason,
        remark=row.remark,
        language=row.language,
        translation=row.translation,
        created_at=row.created_at,
        earlier=earlier,
    )
