"""Work in the wake of changes: what was written is found a moment later."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from forum.core.ids import JobId
from forum.db.unit import TEXT_CHANGED
from forum.jobs import queries as jobs
from forum.jobs.kinds import Handler
from forum.jobs.tables import Job
from forum.runtime import Runtime
from forum.search.actions import AT_ONCE, build, index, portions

BUILD = "search.build"
_BUILD_FOR = timedelta(minutes=5)


async def follow(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Index what a change has changed, and with it what others that wait have changed.

    Under load one transaction so serves many posts. Jobs that failed once are left to themselves,
    so that a text which cannot be indexed keeps no other from it.
    """
    async with runtime.database.reading() as db:
        others = await jobs.waiting(db, TEXT_CHANGED, AT_ONCE)
    own: list[str] = data["subjects"]
    together = _fitting(others, AT_ONCE - len(own))
    subjects = dict.fromkeys([*own, *(name for one in together for name in one.data["subjects"])])
    *first, last = portions(subjects)
    for some in first:
        await index(runtime, some)
    await index(runtime, last, [JobId(one.id or 0) for one in together])


def _fitting(others: Sequence[Job], room: int) -> list[Job]:
    found = []
    for one in others:
        room -= len(one.data["subjects"])
        if room < 0:
            break
        found.append(one)
    return found


async def build_on(runtime: Runtime, _data: Mapping[str, Any]) -> None:
    """Go on with what an earlier version, or an import from elsewhere, has left out."""
    stop: datetime = runtime.clock() + _BUILD_FOR
    await build(runtime, lambda _: None, anew=False, until=lambda: runtime.clock() >= stop)


KINDS: Mapping[str, Handler] = {TEXT_CHANGED: follow, BUILD: build_on}
RECURRING: Mapping[str, timedelta] = {BUILD: timedelta(hours=1)}
