"""The history of translations."""

from forum.db.unit import Unit
from forum.reviews import queries
from forum.translations.rules import Deed
from forum.translations.tables import TranslationDeed


def note(
    unit: Unit, subject: str, language: str, deed: Deed, *, text: str = "", said: str = ""
) -> None:
    """Add what the actor did to the history of a translation.

    Args:
        unit: of the actor.
        subject: name of the original.
        language: BCP 47 tag of the translation.
        deed: what was done.
        text: the translation that it brought, if it did.
        said: why, in the actor's words.
    """
    row = TranslationDeed(
        subject=subject,
        language=language,
        deed=deed,
        member_id=unit.actor.member_id,
        at=unit.now,
        text=text,
        note=said,
    )
    queries.add_deed(unit.db, row)
