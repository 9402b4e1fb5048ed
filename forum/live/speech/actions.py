"""Having what was just said translated into the languages present; the caller commits."""

from collections.abc import Sequence

from forum.core.ids import SessionId
from forum.db.unit import Unit
from forum.live.speech import queries
from forum.live.speech.rules import LEASE
from forum.translations import actions as translations


async def claim(
    unit: Unit, session_id: SessionId, subjects: Sequence[str], language: str
) -> Sequence[str]:
    """Note that texts are about to be translated by `desk.Desk`; gives the languages present.

    Args:
        unit: stores the texts.
        session_id: where they were said.
        subjects: their names.
        language: BCP 47 tag of all of them.
    """
    present = await queries.languages_present(unit.db, session_id, unit.now)
    pairs = [(subject, one) for subject in subjects for one in present if one != language]
    if pairs:
        await translations.claim(unit, pairs, LEASE)
    return present


async def claim_anew(unit: Unit, session_id: SessionId, subject: str, language: str) -> None:
    """The same of one text that was changed: every translation that there was is made anew."""
    present = await queries.languages_present(unit.db, session_id, unit.now)
    wanted = [(subject, one) for one in present if one != language]
    await translations.outdate(unit, subject, at_once={one for _, one in wanted})
    await translations.claim(unit, wanted, LEASE)
