"""Counting, now and then, how far texts are translated."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forum.jobs.kinds import Handler
from forum.reviews import queries
from forum.runtime import Runtime

COUNT = "reviews.count"


async def count(runtime: Runtime, _data: Mapping[str, Any]) -> None:
    """Count anew; no writer waits for what takes long of it."""
    async with runtime.database.reading() as db:
        found = await queries.counts(db, runtime.clock())
    async with runtime.database.writer() as db, db.begin():
        await queries.keep_counts(db, found)


KINDS: Mapping[str, Handler] = {COUNT: count}
RECURRING: Mapping[str, timedelta] = {COUNT: timedelta(minutes=10)}
