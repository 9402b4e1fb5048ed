"""What drafts do later: those that nobody goes on with are forgotten."""

from collections.abc import Mapping
from datetime import timedelta

from forum.core.actor import SYSTEM
from forum.drafts import queries
from forum.drafts.rules import KEPT
from forum.jobs.kinds import Handler
from forum.runtime import Runtime

FORGET = "drafts.forget"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}


async def forget(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Remove drafts that were not saved for `rules.KEPT`."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_old(unit.db, unit.now - KEPT)


KINDS: Mapping[str, Handler] = {FORGET: forget}
