"""Which signs there are in what was posted; reads, and changes nothing."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.blocked_words import checking
from forum.blocked_words import queries as blocked_words
from forum.core.ids import HeldId, PostId
from forum.moderation import queries
from forum.moderation.hints import prints, signs
from forum.moderation.hints.signs import Found
from forum.moderation.queries import Looked
from forum.text.plain import html_text


def keys_of(post: Looked) -> Sequence[int]:
    """By what other posts like it are found."""
    return prints.keys(prints.shingles(html_text(post.html)))


async def signs_in_post(db: AsyncSession, post: Looked, own_host: str) -> Sequence[Found]:
    """The signs in a post, given the host that the forum is at."""
    text = html_text(post.html)
    whole = f"{post.title}\n{text}"
    return [
        *signs.links(post.html, own_host, post.joined_at, post.created_at),
        *signs.repeated(await _twin(db, post, text)),
        *signs.flood(await queries.newest_times(db, post)),
        *signs.words(await _words(db, post.space_id, whole, post.language)),
    ]


async def _twin(db: AsyncSession, post: Looked, text: str) -> PostId | None:
    """The newest post of another topic that says much the same."""
    runs = prints.shingles(text)
    if not runs:
        return None
    since = post.created_at - signs.REPEATED_WITHIN
    for number, html in (await queries.alike(db, post, prints.keys(runs), since)).items():
        if prints.likeness(runs, prints.shingles(html_text(html))) >= prints.ALIKE:
            return number
    return None


async def signs_in_held(db: AsyncSession, held_id: HeldId) -> Sequence[Found]:
    """The blocked words in a text that waits, if it is still there."""
    text = await queries.held_text(db, held_id)
    if text is None:
        return []
    whole = f"{text.title}\n{html_text(text.html)}"
    return signs.words(await _words(db, text.space_id, whole, text.language))


async def _words(db: AsyncSession, space_id: int, text: str, language: str) -> Sequence[str]:
    lists = await blocked_words.lists(db, space_id, strict_only=False)
    return [one.word for one in await checking.found_in(db, lists, text, language)]
