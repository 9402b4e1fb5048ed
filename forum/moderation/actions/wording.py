"""What moderators say to a member, in that member's language."""

from datetime import datetime, timedelta

from forum.accounts import queries as accounts
from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.moderation.rules import written_in
from forum.translations import actions as translations

MAY_TAKE = timedelta(seconds=30)
"""How long a mail waits for the translation of what it tells."""


async def translated_by(unit: Unit, member_id: MemberId, name: str, text: str) -> datetime | None:
    """Have a text of the actor's translated for a member who does not read it.

    Args:
        unit: of the moderator who wrote it.
        member_id: who is to read it.
        name: of the text among those that are translated.
        text: as it was written.

    Returns:
        when to tell the member of it; `None`: at once.
    """
    language = written_in(text, unit.actor.reads, unit.actor.locale)
    return await translated_for(unit, member_id, name, language)


async def translated_for(
    unit: Unit, member_id: MemberId, name: str, language: str
) -> datetime | None:
    """The same of a text in a language (BCP 47 tag) that is known."""
    reader = await accounts.member_by_id(unit.db, member_id)
    into = reader.languages[0] if reader.languages else reader.locale
    if language in {into, *reader.languages}:
        return None
    await translations.ask(unit, name, into)
    return unit.now + MAY_TAKE
