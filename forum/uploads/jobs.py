"""What keeps the store from growing without end."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.core.actor import SYSTEM
from forum.jobs.kinds import Handler
from forum.runtime import Runtime
from forum.uploads import queries
from forum.uploads.keys import all_keys
from forum.uploads.rules import BYTES_KEPT, UNUSED_KEPT
from forum.uploads.store import Store

TIDY = "upload.tidy"
RECURRING: Mapping[str, timedelta] = {TIDY: timedelta(hours=1)}
_AT_ONCE = 500


def kinds(store: Store) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def tidy_store(runtime: Runtime, _data: Mapping[str, object]) -> None:
        await tidy(runtime, store)

    return {TIDY: tidy_store}


async def tidy(runtime: Runtime, store: Store) -> None:
    """Remove uploads that no text ever referred to, and bytes that no upload names any more."""
    now = runtime.clock()
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_unused(unit.db, now - UNUSED_KEPT)
    async with runtime.database.reading() as db:
        needless = await queries.needless_files(db, now - BYTES_KEPT, _AT_ONCE)
    for digest in needless:
        await _remove(runtime, store, digest, now - BYTES_KEPT)


async def _remove(runtime: Runtime, store: Store, digest: str, before: datetime) -> None:
    """Remove bytes while their row is held, so that nobody stores the same meanwhile."""
    async with runtime.unit(SYSTEM) as unit:
        row = await queries.forget_file(unit.db, digest, before)
        if row is not None:
            await store.remove(all_keys(digest, row.width, moving=row.moving))
