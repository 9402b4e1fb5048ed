"""Keeps the house's own tables from growing without end."""

from collections.abc import Mapping
from datetime import timedelta

from forum.db.log import trim
from forum.jobs import queries
from forum.jobs.kinds import Handler
from forum.runtime import Runtime

LOG_KEPT = 1000
"""Entries of each channel: twice what one recovery may take."""
KEPT_WHOLE = "session:"
"""How the channels begin that keep every entry: records of live sessions are made of them."""
ANSWERS_KEPT = timedelta(days=1)
"""How long a request with an idempotency key can be repeated."""


async def tidy(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Trim the channels' logs; forget first answers and jobs that nobody asks for any more."""
    now = runtime.clock()
    async with runtime.database.reading() as db:
        channels = await queries.overlong_channels(db, LOG_KEPT, KEPT_WHOLE)
    for channel in channels:  # one by one: a channel cannot publish while its log is trimmed
        async with runtime.database.writer() as db, db.begin():
            await trim(db, channel, keep=LOG_KEPT)
    async with runtime.database.writer() as db, db.begin():
        await queries.forget_answers(db, now - ANSWERS_KEPT)
        await queries.forget_dead(db, now)


KINDS: Mapping[str, Handler] = {"house.tidy": tidy}
RECURRING: Mapping[str, timedelta] = {"house.tidy": timedelta(hours=1)}
