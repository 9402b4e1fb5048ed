"""Words that a space does not want, looked for before a text is posted."""

from forum.blocked_words import checking
from forum.blocked_words import queries as blocked_words
from forum.blocked_words.queries import Lists
from forum.core.ids import SpaceId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.writing import Written
from forum.text.plain import html_text


async def has_to_wait(unit: Unit, lists: Lists, written: Written, title: str = "") -> bool:
    """Whether a text waits for a moderator because of a word in it; moderators are trusted.

    Raises:
        WordRefused: a word stands in it that its space does not take.
    """
    if not (lists.site or lists.own) or _is_trusted(unit, lists.space_id):
        return False
    text = f"{title}\n{html_text(written.html)}"
    return await checking.has_to_wait(unit.db, lists, text, written.language)


async def check_change(unit: Unit, space_id: SpaceId, text: str, language: str) -> None:
    """Return if a text that is posted already may become this one.

    Raises:
        WordRefused: a word stands in it that its space does not take.
    """
    lists = await blocked_words.lists(unit.db, space_id, strict_only=True)
    if (lists.site or lists.own) and not _is_trusted(unit, space_id):
        await checking.has_to_wait(unit.db, lists, text, language)


def _is_trusted(unit: Unit, space_id: int) -> bool:
    return unit.actor.at(space_id).may_somewhere(Permission.POST_HIDE)
