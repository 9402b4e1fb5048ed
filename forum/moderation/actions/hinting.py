"""Telling moderators of what was posted that nobody might want.

It happens after a post is stored, so that nobody who writes waits for it.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from forum.core.actor import SYSTEM
from forum.core.ids import HeldId, PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import looking, queries
from forum.moderation.actions.opening import announce
from forum.moderation.hints.signs import Found
from forum.moderation.queueing import CaseKind, Subject
from forum.runtime import Runtime


async def look_at_posts(runtime: Runtime, ids: Sequence[PostId]) -> None:
    """Make hints about posts, and note by what others like them will be found.

    Reading and comparing are no part of a change, so that no change waits for them.
    """
    async with runtime.database.reading() as db:
        posts = await queries.looked_at(db, ids)
    if not posts:
        return
    known = await looking.prints_of(posts)
    keys = {post_id: one.keys for post_id, one in known.items()}
    async with runtime.unit(SYSTEM) as unit:
        # Stored first, so that of two posts that come at once one finds the other.
        await queries.store_prints(unit.db, posts, keys, unit.now)
    own_host = urlsplit(runtime.settings.public_url).hostname or ""
    async with runtime.database.reading() as db:
        seen = await looking.signs_in_posts(db, posts, known, own_host)
    if found := {post_id: some for post_id, some in seen.items() if some}:
        async with runtime.unit(SYSTEM) as unit:
            for post_id, some in found.items():
                await _hint(unit, post_id, some)


async def _hint(unit: Unit, post_id: PostId, found: Sequence[Found]) -> None:
    if not await discussions.lock_post(unit.db, post_id):
        return
    case = None
    for _ in range(await queries.add_hints(unit.db, Subject(post_id), found, unit.now)):
        case = await queries.raise_case(unit.db, post_id, CaseKind.HINT, unit.now) or case
    await announce(unit, case)


async def hint_at_held(unit: Unit, held_id: HeldId) -> None:
    """Say which blocked words stand in a text that waits."""
    if found := await looking.signs_in_held(unit.db, held_id):
        await queries.add_hints(unit.db, Subject(held_id=held_id), found, unit.now)
