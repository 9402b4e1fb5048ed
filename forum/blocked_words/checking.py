"""Whether a text may be posted, by the words that stand in it."""

from collections import OrderedDict
from collections.abc import Sequence

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.blocked_words import queries
from forum.blocked_words.queries import EVERYWHERE, Lists
from forum.blocked_words.rules import (
    Blocklist,
    Consequence,
    Entry,
    WordRefused,
    digest,
    strict,
)

_MOST_KEPT = 64
_SHORT = 5_000
"""Characters up to which looking through a text costs less here than in a thread."""

_kept: OrderedDict[str, Blocklist] = OrderedDict()
"""Lists by what they are known by, so that none that has changed is ever used."""


async def has_to_wait(db: AsyncSession, lists: Lists, text: str, language: str) -> bool:
    """Whether a text waits for a moderator, because of a word that asks for it.

    Args:
        db: asked only when a list has changed.
        lists: known by their strict words.
        text: as readers see it.
        language: BCP 47 tag of what it is written in.

    Raises:
        WordRefused: a word stands in it that is not taken.
    """
    found = await found_in(db, lists, text, language)
    for one in found:
        if one.consequence == Consequence.REFUSE:
            raise WordRefused(word=one.word)
    return any(one.consequence == Consequence.HOLD for one in found)


async def found_in(db: AsyncSession, lists: Lists, text: str, language: str) -> Sequence[Entry]:
    """The words of some lists that stand in a text."""
    known = ((EVERYWHERE, lists.site), (lists.space_id, lists.own))
    found: list[Entry] = []
    for space_id, known_by in known:
        if known_by:
            blocklist = await _blocklist(db, space_id, known_by)
            if len(text) <= _SHORT:
                found += blocklist.found_in(text, language)
            else:
                found += await to_thread.run_sync(blocklist.found_in, text, language)
    return found


async def _blocklist(db: AsyncSession, space_id: int, known_by: str) -> Blocklist:
    if (kept := _kept.get(known_by)) is not None:
        _kept.move_to_end(known_by)
        return kept
    entries = await queries.entries(db, space_id)
    for some in (entries, strict(entries)):
        _keep(digest(some), Blocklist(some))
    # Where the list has changed since, what it is now is what counts.
    return _kept.get(known_by) or _kept[digest(entries)]


def _keep(known_by: str, blocklist: Blocklist) -> None:
    _kept[known_by] = blocklist
    _kept.move_to_end(known_by)
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
