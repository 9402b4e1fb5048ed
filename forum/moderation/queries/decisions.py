"""Decisions as the members see them whom they are about, and their appeals."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import AuditId, MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.moderation.queries.audit import UNDONE_BY, audit_out
from forum.moderation.queries.said import language_of
from forum.moderation.rules import path_for_all
from forum.moderation.schemas import AppealedOut, AppealOut, DecisionOut
from forum.moderation.tables import AuditEntry, Decision

DECISION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the lists of decisions and appeals holds: the act's id."""

_Decider = aliased(Member, name="decider")
_Judge = aliased(Member, name="judge")
"""Who decided about the appeal."""


def add_decision(db: AsyncSession, row: Decision) -> None:
    """Store a decision."""
    db.add(row)


async def decision_for_update(db: AsyncSession, audit_id: AuditId) -> Decision | None:
    """A decision, which nobody else changes until this change commits."""
    query = select(Decision).where(Decision.audit_id == audit_id).with_for_update()
    return (await db.exec(query)).first()


async def decision_row(db: AsyncSession, audit_id: AuditId) -> Decision:
    """A decision that there is, as it is stored; rows of decisions are never removed."""
    return await db.get_one(Decision, audit_id)


async def appealed(db: AsyncSession, actor: Actor, audit_id: AuditId) -> AppealedOut:
    """One appeal, decided or not.

    Raises:
        NotFound: nobody appealed against such a decision.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require(Permission.FLAG_RESOLVE)
    row = (await db.exec(_appeals().where(Decision.audit_id == audit_id))).first()
    if row is None:
        raise NotFound
    return _appealed_out(*row)


async def decision(db: AsyncSession, member_id: MemberId, audit_id: AuditId) -> DecisionOut | None:
    """One decision about a member."""
    found = _decisions(member_id).where(Decision.audit_id == audit_id)
    row = (await db.exec(found)).first()
    return None if row is None else _decision_out(*row)


async def decisions_page(
    db: AsyncSession, member_id: MemberId, window: Window
) -> Page[DecisionOut]:
    """One page of the decisions about a member, the newest first."""
    query, column = _decisions(member_id), col(Decision.audit_id)
    forward = window.before is None
    if (key := window.after or window.before) is not None:
        query = query.where(column < key[0] if forward else column > key[0])
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [_decision_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.id,))


def _decisions(member_id: MemberId) -> Any:
    return (
        select(Decision, AuditEntry, _Decider, _Judge, UNDONE_BY)  # type: ignore[call-overload]
        .join(AuditEntry, col(AuditEntry.id) == Decision.audit_id)
        .join(_Decider, col(_Decider.id) == AuditEntry.actor_id)
        .outerjoin(_Judge, col(_Judge.id) == Decision.decided_by)
        .where(Decision.member_id == member_id)
    )


async def appeals_page(db: AsyncSession, actor: Actor, window: Window) -> Page[AppealedOut]:
    """One page of the appeals that wait for a decision, the oldest decision first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require(Permission.FLAG_RESOLVE)
    column, forward = col(Decision.audit_id), window.before is None
    query = _appeals().where(col(Decision.outcome).is_(None))
    if (key := window.after or window.before) is not None:
        query = query.where(column > key[0] if forward else column < key[0])
    query = query.order_by(column if forward else column.desc()).limit(window.limit + 1)
    rows = [_appealed_out(*row) for row in await db.exec(query)]
    return cut(rows, window, lambda one: (one.decision.id,))


async def appeals_among(db: AsyncSession, ids: Collection[AuditId]) -> Sequence[AppealedOut]:
    """The appeals against some decisions; who may read them is for the caller to ask."""
    found = await db.exec(_appeals().where(col(Decision.audit_id).in_(ids)))
    return [_appealed_out(*row) for row in found]


def _appeals() -> Any:
    return (
        select(Decision, Member, AuditEntry, _Decider, _Judge)  # type: ignore[call-overload]
        .join(Member, col(Member.id) == Decision.member_id)
        .join(AuditEntry, col(AuditEntry.id) == Decision.audit_id)
        .join(_Decider, col(_Decider.id) == AuditEntry.actor_id)
        .outerjoin(_Judge, col(_Judge.id) == Decision.decided_by)
        .where(col(Decision.appealed_at).is_not(None))
    )


def _appealed_out(
    row: Decision, member: Member, entry: AuditEntry, by: Member, judge: Member | None
) -> AppealedOut:
    appeal = _appeal_out(row, judge)
    assert appeal is not None  # noqa: S101 (only those with one are read)
    return AppealedOut.model_construct(
        member=member_out(member),
        decision=audit_out(entry, by, None),
        language=language_of(entry.reason, by),
        appeal=appeal,
    )


def _appeal_out(row: Decision, judge: Member | None) -> AppealOut | None:
    if row.appealed_at is None:
        return None
    return AppealOut.model_construct(
        text=row.appeal,
        language=row.language,
        made_at=row.appealed_at,
        outcome=row.outcome,
        answer=row.answer,
        answer_language=language_of(row.answer, judge) if judge is not None else "",
        decided_at=row.decided_at,
    )


def _decision_out(
    row: Decision,
    entry: AuditEntry,
    by: Member,
    judge: Member | None,
    undone_by: AuditId | None,
) -> DecisionOut:
    ends = entry.details.get("ends_at")
    return DecisionOut.model_construct(
        id=row.audit_id,
        url=f"/decisions/{row.audit_id}",
        act=entry.act,
        target=entry.target,
        target_url=path_for_all(entry.target),
        reason=entry.reason,
        language=language_of(entry.reason, by),
        made_at=entry.made_at,
        ends_at=datetime.fromisoformat(ends) if ends else None,
        undone=undone_by is not None,
        appeal=_appeal_out(row, judge),
    )
