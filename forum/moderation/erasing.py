"""Taking away what was made of a member's texts in moderation, who goes."""

from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.moderation import queries
from forum.translations import actions as translations

MOST = 50
"""Texts of which one change takes the translations away."""


async def forget_translations(unit: Unit, member_id: MemberId) -> bool:
    """Forget some translations of what a member wrote to moderators; says whether any was left."""
    names = await queries.translated_of(unit.db, member_id, MOST)
    for name in names:
        await translations.forget(unit, name)
    return bool(names)
