"""Work in the wake of posts: they are translated into the languages that their space wants."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum.core.actor import SYSTEM
from forum.core.ids import PostId
from forum.discussions import queries
from forum.discussions.events import POST_ADDED
from forum.jobs.kinds import Batch, Handler
from forum.runtime import Runtime
from forum.translations import actions as translations
from forum.translations import queries as asked
from forum.translations.rules import MOST_WAITING


async def translate_unasked(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
    """Have new posts, and titles with the first of them, translated before anybody asks.

    An edit has anew what there was before, so only new texts are looked at.
    """
    posts = {PostId(int(job["post_id"])) for job in jobs}
    async with runtime.database.reading() as db:
        wanted = await queries.wanted_unasked(db, posts)
        waiting = await asked.waiting(db, runtime.clock()) if wanted else 0
    if wanted and waiting < MOST_WAITING:
        async with runtime.unit(SYSTEM) as unit:
            await translations.ask_all(unit, wanted)


KINDS: Mapping[str, Handler] = {POST_ADDED: Batch(translate_unasked)}
