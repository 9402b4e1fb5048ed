"""Work in the wake of changes: what was written is found a moment later."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from forum.db.unit import TEXT_CHANGED
from forum.jobs.kinds import Batch, Handler
from forum.runtime import Runtime
from forum.search.actions import AT_ONCE, build, index

BUILD = "search.build"
_BUILD_FOR = timedelta(minutes=5)


async def follow(runtime: Runtime, changes: Sequence[Mapping[str, Any]]) -> None:
    """Index what changes have changed; under load one transaction so serves many posts."""
    subjects = dict.fromkeys(name for one in changes for name in one["subjects"])
    await index(runtime, subjects)


async def build_on(runtime: Runtime, _data: Mapping[str, Any]) -> None:
    """Go on with what an earlier version, or an import from elsewhere, has left out."""
    stop: datetime = runtime.clock() + _BUILD_FOR
    await build(runtime, lambda _: None, anew=False, until=lambda: runtime.clock() >= stop)


KINDS: Mapping[str, Handler] = {TEXT_CHANGED: Batch(follow, AT_ONCE), BUILD: build_on}
RECURRING: Mapping[str, timedelta] = {BUILD: timedelta(minutes=1)}
"""What is longer than `_BUILD_FOR` goes on soon; where everything is in, it is one query."""
AT_START = frozenset({BUILD})
"""An upgrade may have emptied the index, or brought another version of ICU."""
