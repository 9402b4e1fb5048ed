"""Which signs there are in what was posted; reads, and changes nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.blocked_words import checking
from forum.blocked_words import queries as blocked_words
from forum.blocked_words.queries import Lists
from forum.core.ids import HeldId, MemberId, PostId
from forum.moderation import queries
from forum.moderation.hints import prints, signs
from forum.moderation.hints.signs import Found
from forum.moderation.queries import Looked
from forum.text.plain import html_text


@dataclass(frozen=True, slots=True)
class Print:
    """What a text is compared by, and by what others like it are found; see `hints.prints`."""

    runs: frozenset[int]
    keys: Sequence[int]


async def prints_of(posts: Sequence[Looked]) -> Mapping[PostId, Print]:
    """The print of each of some posts."""
    found = {}
    for post in posts:
        runs = prints.shingles(html_text(post.html))
        found[post.id] = Print(runs, prints.keys(runs))
        await asyncio.sleep(0)  # a hundred in a row would hold everybody up
    return found


async def signs_in_posts(
    db: AsyncSession, posts: Sequence[Looked], known: Mapping[PostId, Print], own_host: str
) -> Mapping[PostId, Sequence[Found]]:
    """The signs in each of some posts, given their prints and the host that the forum is at."""
    times = await _times(db, posts)
    twins = await _twins(db, posts, known)
    spaces = {post.space_id for post in posts}
    lists = {one: await blocked_words.lists(db, one, strict_only=False) for one in spaces}
    found = {}
    for post in posts:
        whole = f"{post.title}\n{html_text(post.html)}"
        found[post.id] = [
            *signs.links(post.html, own_host, post.joined_at, post.created_at),
            *signs.repeated(twins.get(post.id)),
            *signs.flood(times[post.id]),
            *signs.words(await _words(db, lists[post.space_id], whole, post.language)),
        ]
    return found


async def _times(db: AsyncSession, posts: Sequence[Looked]) -> Mapping[PostId, Sequence[datetime]]:
    """When each post and those of its author before it were written, as far as a flood reaches."""
    authors: defaultdict[MemberId, list[PostId]] = defaultdict(list)
    for post in posts:
        authors[post.author_id].append(post.id)
    found: dict[PostId, Sequence[datetime]] = {}
    for author, ids in authors.items():
        while left := [one for one in ids if one not in found]:
            # Who floods is read once for all that arrived together.
            count = len(left) + signs.FLOOD_SEEN
            rows = await queries.newest_times(db, author, max(left), count)
            found[max(left)] = []  # should it be gone meanwhile
            whole = len(rows) < count
            for at, (post_id, _) in enumerate(rows):
                if post_id in left and (whole or at + signs.FLOOD_SEEN <= len(rows)):
                    found[post_id] = [time for _, time in rows[at : at + signs.FLOOD_SEEN]]
    return found


async def _twins(
    db: AsyncSession, posts: Sequence[Looked], known: Mapping[PostId, Print]
) -> Mapping[PostId, PostId]:
    """Of each post the newest one of another topic that says much the same."""
    keys = {post.id: known[post.id].keys for post in posts}
    found = {}
    for post_id, others in (await queries.perhaps_alike(db, posts, keys)).items():
        runs = known[post_id].runs
        for number, html in (await queries.texts_of_posts(db, others)).items():
            if prints.likeness(runs, prints.shingles(html_text(html))) >= prints.ALIKE:
                found[post_id] = number
                break
    return found


async def signs_in_held(db: AsyncSession, held_id: HeldId) -> Sequence[Found]:
    """The blocked words in a text that waits, if it is still there."""
    text = await queries.held_text(db, held_id)
    if text is None:
        return []
    whole = f"{text.title}\n{html_text(text.html)}"
    lists = await blocked_words.lists(db, text.space_id, strict_only=False)
    return signs.words(await _words(db, lists, whole, text.language))


async def _words(db: AsyncSession, lists: Lists, text: str, language: str) -> Sequence[str]:
    return [one.word for one in await checking.found_in(db, lists, text, language)]
