"""Limiting what a member may do, and ending that. Not checked here: only moderation calls it."""

from datetime import datetime

from forum.accounts import queries
from forum.accounts.actions.standing import restore, suspend
from forum.accounts.events import MemberChanged
from forum.accounts.rules import CLOSING, SanctionKind
from forum.accounts.tables import Sanction
from forum.core.ids import MemberId, SanctionId
from forum.db.unit import Unit

OVER = "account.sanction_over"
"""Kind of the job that ends a sanction (`sanction_id`) at its time."""


async def sanction(
    unit: Unit, member_id: MemberId, kind: SanctionKind, reason: str, ends_at: datetime | None
) -> Sanction:
    """Let a sanction begin; one of the same kind whose time is over makes room for it.

    The caller has seen to it that none of this kind is in force.

    Raises:
        NotFound: there is no such member.
        LastAdministrator: nobody would be left to administer the site.
    """
    row = Sanction(
        member_id=member_id,
        by_id=unit.actor.require_member(),
        kind=kind,
        reason=reason,
        made_at=unit.now,
        ends_at=ends_at,
        ended_at=unit.now if kind == SanctionKind.WARNING else None,
    )
    if (before := await queries.not_ended(unit.db, member_id, kind)) is not None:
        before.ended_at = before.ends_at or unit.now
        await unit.db.flush()
    sanction_id = await queries.add_sanction(unit.db, row)
    if kind in CLOSING:
        await suspend(unit, member_id)
    if ends_at is not None:
        unit.later(OVER, due=ends_at, sanction_id=sanction_id)
    unit.emit(MemberChanged(member_id))
    return row


async def end_sanction(unit: Unit, row: Sanction) -> None:
    """Let a sanction end now, and open the account again if nothing else keeps it closed."""
    row.ended_at = unit.now
    await unit.db.flush()
    if row.kind in CLOSING and await queries.closing(unit.db, row.member_id, unit.now) is None:
        await restore(unit, row.member_id)
    unit.emit(MemberChanged(row.member_id))


async def renew_sanction(unit: Unit, row: Sanction) -> None:
    """Let a sanction that was lifted hold again, as if it had not been."""
    row.ended_at = None
    await unit.db.flush()
    if row.kind in CLOSING:
        await suspend(unit, row.member_id)
    if row.ends_at is not None:
        unit.later(OVER, due=row.ends_at, sanction_id=row.id)
    unit.emit(MemberChanged(row.member_id))


async def end_in_time(unit: Unit, sanction_id: SanctionId) -> None:
    """End a sanction whose time is over, unless that is done or it was given more time."""
    row = await queries.find_sanction(unit.db, sanction_id)
    if row is not None and row.ended_at is None and row.ends_at and row.ends_at <= unit.now:
        await end_sanction(unit, row)
