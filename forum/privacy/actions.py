"""What members do with copies of their data. An action checks and changes; its caller commits."""

from forum.accounts.rules import check_own
from forum.accounts.words import fresh
from forum.db.unit import Unit
from forum.privacy import queries
from forum.privacy.rules import is_fresh
from forum.privacy.schemas import ExportOut
from forum.privacy.tables import DataExport

EXPORT = "privacy.export"
"""Kind of the job (`member_id`, `key`) that makes a copy."""
REMOVE = "privacy.remove"
"""Kind of the job (`key`) that removes the bytes of one."""


async def request_export(unit: Unit) -> ExportOut:
    """Have a copy made of all that is held of the actor; one of the last day will do.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    known = await queries.export(unit.db, member_id)
    if known is not None and is_fresh(known.asked_at, unit.now):
        return queries.export_out(known, unit.now)
    if known is not None:
        unit.later(REMOVE, key=known.key)
    row = DataExport(member_id=member_id, asked_at=unit.now, key=f"exports/{fresh()}")
    await queries.save_export(unit.db, row)
    unit.later(EXPORT, member_id=member_id, key=row.key)
    return queries.export_out(row, unit.now)
