"""Runs, and what they have dealt with."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import AuditId, MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.moderation.bulk.schemas import BulkOut, RefusalOut
from forum.moderation.bulk.tables import BulkRun, BulkTarget

RUN_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list of runs holds: a run's id."""
_SHOWN = 20
_Undoing = aliased(BulkRun, name="undoing_run")


async def add_run(db: AsyncSession, run: BulkRun, targets: Sequence[Mapping[str, object]]) -> int:
    """Store a run and its targets, given as `target` and `answers`, and give the id it got."""
    db.add(run)
    await db.flush()
    assert run.id is not None  # noqa: S101 (set by the flush)
    rows = [
        {"run_id": run.id, "number": number, "refused": "", **one}
        for number, one in enumerate(targets, 1)
    ]
    await (await db.connection()).execute(insert(BulkTarget), rows)
    return run.id


async def run_for_update(db: AsyncSession, run_id: int) -> BulkRun:
    """Load and lock a run, so that its targets are dealt with one after the other.

    Raises:
        NotFound: there is none.
    """
    found = (await db.exec(select(BulkRun).where(BulkRun.id == run_id).with_for_update())).first()
    if found is None:
        raise NotFound
    return found


async def asked_by(db: AsyncSession, run_id: int) -> MemberId:
    """Who asked for a run that there is."""
    query = select(BulkRun.actor_id).where(BulkRun.id == run_id)
    return MemberId((await db.exec(query)).one())


async def next_target(db: AsyncSession, run_id: int) -> BulkTarget | None:
    """The next target that a run has not dealt with; the caller holds the run's lock."""
    query = (
        select(BulkTarget)
        .where(
            BulkTarget.run_id == run_id,
            col(BulkTarget.audit_id).is_(None),
            BulkTarget.refused == "",
        )
        .order_by(col(BulkTarget.number))
        .limit(1)
    )
    return (await db.exec(query)).first()


async def carried_out(db: AsyncSession, run_id: int) -> Sequence[tuple[str, AuditId]]:
    """On what a run carried out its act, and the entries, the last first."""
    query = (
        select(BulkTarget.target, BulkTarget.audit_id)
        .where(BulkTarget.run_id == run_id, col(BulkTarget.audit_id).is_not(None))
        .order_by(col(BulkTarget.number).desc())
    )
    return [(target, AuditId(entry or 0)) for target, entry in await db.exec(query)]


async def is_undone(db: AsyncSession, run_id: int) -> bool:
    """Whether a run undoes this one."""
    query = select(func.count()).where(BulkRun.undoes == run_id)
    return (await db.exec(query)).one() > 0


async def run(db: AsyncSession, actor: Actor, run_id: int) -> BulkOut:
    """One run; moderators see only their own, those who read the record all.

    Raises:
        NotFound: there is none for this actor.
    """
    row = (await db.exec(_runs(actor).where(BulkRun.id == run_id))).first()
    if row is None:
        raise NotFound
    refused = await db.exec(
        select(BulkTarget.target, BulkTarget.refused)
        .where(BulkTarget.run_id == run_id, BulkTarget.refused != "")
        .order_by(col(BulkTarget.number))
        .limit(_SHOWN)
    )
    refusals = [RefusalOut(target=target, code=code) for target, code in refused]
    return _run_out(*row).model_copy(update={"refusals": refusals})


async def runs_page(db: AsyncSession, actor: Actor, window: Window) -> Page[BulkOut]:
    """One page of the runs that the actor sees, the newest first."""
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    query, column, forward = _runs(actor), col(BulkRun.id), window.before is None
    if (key := window.after or window.before) is not None:
        query = query.where(column < key[0] if forward else column > key[0])
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [_run_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.id or 0,))


def _runs(actor: Actor) -> Select[BulkRun, Member, BulkRun]:
    query = (
        select(BulkRun, Member, _Undoing)
        .join(Member, col(Member.id) == BulkRun.actor_id)
        .outerjoin(_Undoing, col(_Undoing.undoes) == BulkRun.id)
    )
    if actor.may(Permission.AUDIT_READ):
        return query
    return query.where(BulkRun.actor_id == actor.require_somewhere(Permission.FLAG_RESOLVE))


def _run_out(row: BulkRun, by: Member, undoing: BulkRun | None) -> BulkOut:
    return BulkOut.model_construct(
        id=row.id,
        url=f"/moderation/bulk/{row.id}",
        act=row.act,
        reason=row.reason,
        fields=row.fields,
        query=row.query,
        state=row.state,
        by=member_out(by),
        made_at=row.made_at,
        finished_at=row.finished_at,
        total=row.total,
        done=row.done,
        refused=row.refused,
        sample=[],
        refusals=[],
        undoes=row.undoes,
        undone_by=undoing.id if undoing else None,
        dry_run=False,
    )
