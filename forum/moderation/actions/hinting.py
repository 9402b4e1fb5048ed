"""Looking at what was posted for signs that nobody wanted it; what is found goes to moderators.

It happens after a post is stored, so that nobody who writes waits for it.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from forum.blocked_words import checking
from forum.blocked_words import queries as blocked_words
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.core.ids import HeldId, PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import queries
from forum.moderation.actions.opening import announce
from forum.moderation.hints import prints, signs
from forum.moderation.hints.signs import Found
from forum.moderation.queries import Looked
from forum.moderation.queueing import CaseKind, Subject
from forum.runtime import Runtime
from forum.text.plain import html_text


async def look_at_posts(runtime: Runtime, ids: Sequence[PostId]) -> None:
    """Make hints about posts, and note by what others like them will be found."""
    async with runtime.database.reading() as db:
        posts = await queries.looked_at(db, ids)
    if not posts:
        return
    runs = {post.id: prints.shingles(html_text(post.html)) for post in posts}
    keys = {post_id: prints.keys(some) for post_id, some in runs.items()}
    async with runtime.unit(SYSTEM) as unit:
        # Stored first, so that of two posts that come at once one finds the other.
        await queries.store_prints(unit.db, keys, unit.now)
        own_host = urlsplit(runtime.settings.public_url).hostname or ""
        for post in posts:
            found = await _signs(unit, post, own_host)
            found += signs.repeated(await _twin(unit, post, runs[post.id], keys[post.id]))
            await _hint(unit, post.id, found)


async def _signs(unit: Unit, post: Looked, own_host: str) -> list[Found]:
    text = f"{post.title}\n{html_text(post.html)}"
    return [
        *signs.links(post.html, own_host, post.joined_at, post.created_at),
        *signs.flood(await queries.newest_times(unit.db, post)),
        *signs.words(await _words(unit, post.space_id, text, post.language)),
    ]


async def _words(unit: Unit, space_id: int, text: str, language: str) -> Sequence[str]:
    lists = await blocked_words.lists(unit.db, space_id, strict_only=False)
    return [one.word for one in await checking.found_in(unit.db, lists, text, language)]


async def _twin(
    unit: Unit, post: Looked, runs: frozenset[int], keys: Sequence[int]
) -> PostId | None:
    if not keys:
        return None
    since = unit.now - signs.REPEATED_WITHIN
    others: Mapping[PostId, str] = await queries.alike(unit.db, post, keys, since)
    for number, html in others.items():
        if prints.likeness(runs, prints.shingles(html_text(html))) >= prints.ALIKE:
            return number
    return None


async def _hint(unit: Unit, post_id: PostId, found: Sequence[Found]) -> None:
    if not found:
        return
    try:
        await discussions.post_for_update(unit.db, unit.actor, post_id)
    except NotFound:
        return
    case = None
    for _ in range(await queries.add_hints(unit.db, Subject(post_id), found, unit.now)):
        case = await queries.raise_case(unit.db, post_id, CaseKind.HINT, unit.now) or case
    await announce(unit, case)


async def hint_at_held(unit: Unit, held_id: HeldId) -> None:
    """Say which blocked words stand in a text that waits."""
    text = await queries.held_text(unit.db, held_id)
    if text is not None:
        whole = f"{text.title}\n{html_text(text.html)}"
        found = signs.words(await _words(unit, text.space_id, whole, text.language))
        await queries.add_hints(unit.db, Subject(held_id=held_id), found, unit.now)
