"""Keeping the index as texts are."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence

from forum.core.actor import SYSTEM
from forum.core.ids import PostId
from forum.runtime import Runtime
from forum.search import queries
from forum.search.documents import VERSION, Document, Source, documents

AT_ONCE = 50
"""Posts that are written together: SQLite lets nobody else write meanwhile."""

Report = Callable[[int], None]


async def index(runtime: Runtime, subjects: Collection[str]) -> None:
    """Have search find `subjects` (`post:12`, `topic:3`, `thread:3`) as they are now.

    Words are cut before the transaction begins. What was changed meanwhile is left to the job that
    the change has left.

    Args:
        runtime: the house.
        subjects: what changed; see `queries.posts_of`.
    """
    async with runtime.database.reading() as db:
        posts = await queries.posts_of(db, subjects)
    for at in range(0, len(posts), AT_ONCE):
        await _index(runtime, posts[at : at + AT_ONCE])


async def _index(runtime: Runtime, posts: Sequence[PostId]) -> None:
    async with runtime.database.reading() as db:
        before = await queries.sources(db, posts)
    cut = await asyncio.to_thread(_documents, before)
    async with runtime.unit(SYSTEM) as unit:
        await queries.take_turn(unit.db)
        now = await queries.sources(unit.db, posts)
        same = [post for post in before if before[post] == now[post]]
        await queries.put(unit.db, same, [one for post in same for one in cut[post]])


def _documents(sources: Mapping[PostId, Source | None]) -> Mapping[PostId, Sequence[Document]]:
    return {post: documents(source) if source else () for post, source in sources.items()}


async def build(
    runtime: Runtime, report: Report, *, anew: bool, until: Callable[[], bool] = lambda: False
) -> bool:
    """Put everything that was written into the index, from where the last build was broken off.

    Args:
        runtime: the house.
        report: told the id of the last post that is in, after each portion.
        anew: whether to begin again where there is nothing left to do.
        until: asked after each portion whether to break off.

    Returns:
        Whether everything is in.
    """
    after = await _begin(runtime, anew=anew)
    newest = await newest_post(runtime)  # what is written from now on is indexed by its own job
    while after is not None:
        report(after)
        if until():
            return False
        after = await _go_on(runtime, after, newest)
    return True


async def newest_post(runtime: Runtime) -> int:
    """The id at which a build ends; 0 where nothing was written."""
    async with runtime.database.reading() as db:
        return await queries.last_post(db)


async def _begin(runtime: Runtime, *, anew: bool) -> int | None:
    async with runtime.unit(SYSTEM) as unit:
        found = await queries.build_of(unit.db, VERSION)
        if found.finished_at is not None:
            if not anew:
                return None
            found.done, found.finished_at = 0, None
        return found.done


async def _go_on(runtime: Runtime, after: int, newest: int) -> int | None:
    async with runtime.database.reading() as db:
        posts = await queries.next_posts(db, after, newest, AT_ONCE)
    await _index(runtime, posts)
    async with runtime.unit(SYSTEM) as unit:
        found = await queries.build_of(unit.db, VERSION)
        if not posts:
            found.finished_at = unit.now
            return None
        found.done = posts[-1]
    return posts[-1]
