"""Sums of votes that go on, pushed without numbers to whoever follows their place."""

import asyncio
import json

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import DecisionId
from forum.decisions import queries
from forum.decisions.events import BallotCast
from forum.decisions.rules import Method
from forum.decisions.tables import Decision
from forum.runtime import Runtime
from realtime.tasks import Tasks

EVERY = 0.25
"""Seconds between two pushes about one decision."""


class TallyPushes:
    """Pushes how votes stand after ballots that this process took.

    The first ballot of a burst is told at once, what follows every `every` seconds together.
    """

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._stale: dict[DecisionId, bool] = {}
        """Decisions that are being looked after: whether a ballot came since the last push."""
        self._tasks = Tasks()

    async def heard(self, runtime: Runtime, event: BallotCast) -> None:
        """Take note of a ballot; see `Listener`."""
        is_new = event.id not in self._stale
        self._stale[event.id] = True
        if is_new:
            self._tasks.start(self._push(runtime, event.id))

    async def aclose(self) -> None:
        """Push no more."""
        await self._tasks.aclose()

    async def _push(self, runtime: Runtime, decision_id: DecisionId) -> None:
        try:
            while self._stale[decision_id]:
                self._stale[decision_id] = False
                await publish(runtime, decision_id)
                await asyncio.sleep(self._every)
        finally:
            del self._stale[decision_id]


async def publish(runtime: Runtime, decision_id: DecisionId) -> None:
    """Push how a vote stands now; of a secret one, only how many have voted."""
    async with runtime.database.reading() as db:
        row = await queries.decision(db, decision_id)
        data = {"event": "tally", "id": decision_id, **await _told(db, row)}
    await runtime.hub.publish(row.place, json.dumps(data, separators=(",", ":")))


async def _told(db: AsyncSession, row: Decision) -> dict[str, object]:
    whole = await queries.count(db, row)
    counts = {"cast": whole.cast.votes}
    if row.method is not Method.SECRET:
        counts |= {key: whole.of(key).weight for key in whole.options}
    return {"entitled": whole.entitled.votes, "counts": counts}
