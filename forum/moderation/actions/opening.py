"""Opening cases, and telling moderators who have the queue open."""

from forum.core.ids import HeldId
from forum.db.unit import Unit
from forum.moderation import queries
from forum.moderation.events import CaseOpened
from forum.moderation.tables import Case


async def open_held(unit: Unit, held_id: HeldId) -> None:
    """Let a text wait for a decision; one that is decided, gone or in the queue changes nothing."""
    await announce(unit, await queries.open_held(unit.db, held_id, unit.now))


async def announce(unit: Unit, case: Case | None) -> None:
    """Tell moderators of a case, if there is a new one."""
    if case is not None and case.id is not None:
        space = await queries.slug_of(unit.db, case)
        unit.emit(CaseOpened(case.id, case.kind, case.language, space))
