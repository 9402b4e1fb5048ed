"""Keeping a translation as it is. Not checked here: only moderation calls it."""

from forum.db.unit import Unit
from forum.reviews.actions.noting import note
from forum.translations import queries
from forum.translations.rules import Deed
from forum.translations.subjects import Subject


async def set_lock(unit: Unit, subject: Subject, language: str, *, locked: bool) -> bool:
    """Lock a translation, or unlock it; false if it stands so already, or there is none."""
    row = await queries.translation(unit.db, subject.name, language)
    if row is None or (row.locked_at is not None) is locked:
        return False
    row.locked_at = unit.now if locked else None
    await queries.save(unit.db, row)
    note(unit, subject.name, language, Deed.LOCKED if locked else Deed.UNLOCKED)
    return True
