"""Looking after lists of blocked words; the caller commits. A change counts from then on."""

from forum.accounts.record import JOB
from forum.blocked_words import queries
from forum.blocked_words.queries import EVERYWHERE
from forum.blocked_words.rules import MOST_WORDS, TooManyWords
from forum.blocked_words.schemas import WordChange, WordDraft, WordOut
from forum.blocked_words.tables import BlockedWord
from forum.core.permissions import Permission
from forum.db.unit import Unit
from i18n.wordlists import key_of


async def add_word(unit: Unit, draft: WordDraft) -> WordOut:
    """Add a word to the list of a space, or of the site.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after that list.
        NotFound: there is no such space for this actor.
        WordTaken, TooManyWords: the list does not take it.
    """
    space_id = await queries.space_id(unit.db, unit.actor, draft.space)
    _check(unit, space_id)
    await queries.list_for_update(unit.db, space_id)
    if await queries.count_in(unit.db, space_id) >= MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    row = BlockedWord(
        space_id=space_id,
        key=key_of(draft.word),
        word=draft.word,
        language=draft.language or "",
        consequence=draft.consequence,
        changed_at=unit.now,
    )
    await queries.add_word(unit.db, row)
    return await _noted(unit, "block_word", row)


async def change_word(unit: Unit, number: int, change: WordChange) -> WordOut:
    """Change what a word does.

    Raises:
        NotFound: there is no such word.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after its list.
    """
    row = await _word(unit, number)
    row.consequence, row.changed_at = change.consequence, unit.now
    return await _noted(unit, "block_word", row)


async def remove_word(unit: Unit, number: int) -> None:
    """Remove a word.

    Raises:
        NotFound: there is no such word.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after its list.
    """
    row = await _word(unit, number)
    await queries.remove_word(unit.db, row)
    await _noted(unit, "unblock_word", row)


async def _word(unit: Unit, number: int) -> BlockedWord:
    unit.actor.require_somewhere(Permission.FLAG_RESOLVE)
    row = await queries.word_for_update(unit.db, number)
    _check(unit, row.space_id)
    await queries.list_for_update(unit.db, row.space_id)
    return row


def _check(unit: Unit, space_id: int) -> None:
    here = unit.actor if space_id == EVERYWHERE else unit.actor.at(space_id)
    here.require(Permission.FLAG_RESOLVE)


async def _noted(unit: Unit, act: str, row: BlockedWord) -> WordOut:
    """Let the list be known by what it is now, and have the act written down."""
    await queries.note_change(unit.db, row.space_id)
    slug = await queries.slug_of(unit.db, row.space_id)
    unit.later(
        JOB,
        act=act,
        actor_id=unit.actor.require_member(),
        made_at=unit.now.isoformat(),
        target=f"space:{slug}" if slug else "site:words",
        details={"word": row.word, "language": row.language, "consequence": row.consequence},
    )
    return await queries.word_out(unit.db, row)
