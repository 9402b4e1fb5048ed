"""Reactions gathered in the process, and stored and sent together once a second.

What a crash loses is a second of applause.
"""

import asyncio
import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import HTTPConnection

from forum.core.ids import SessionId
from forum.live.reactions import queries
from forum.live.reactions.rules import SECONDS, LiveReaction
from forum.runtime import Runtime

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Gathering:
    """What this process has not stored yet."""

    runtime: Runtime
    _waiting: dict[SessionId, Counter[str]] = field(default_factory=dict)

    def add(self, session_id: SessionId, name: LiveReaction) -> None:
        """Somebody reacted; nothing keeps who."""
        self._waiting.setdefault(session_id, Counter())[name.value] += 1

    async def flush(self) -> None:
        """Store what was gathered, and send the sums where that was not done a moment ago.

        What could not be sent yet stays, so that the last sums are always sent.
        """
        waiting, self._waiting = self._waiting, {}
        for session_id, counts in waiting.items():
            await self._flush(session_id, counts)

    async def _flush(self, session_id: SessionId, counts: Counter[str]) -> None:
        now = self.runtime.clock()
        try:
            async with self.runtime.database.writer() as db, db.begin():
                sums = await queries.add_counts(db, session_id, counts, now)
        except Exception:
            # The database may be away for a while; sums are kept until it is back.
            log.exception("could not store reactions")
            self._waiting.setdefault(session_id, Counter()).update(counts)
            return
        if sums is None:
            self._waiting.setdefault(session_id, Counter())
            return
        told = {"event": "reactions", "sums": sums, "server_now": round(now.timestamp() * 1000)}
        await self.runtime.hub.publish(f"session:{session_id}", json.dumps(told))

    async def run(self) -> None:
        """Store and send every second, until cancelled, and then once more."""
        try:
            while True:
                await asyncio.sleep(SECONDS)
                await self.flush()
        finally:
            await self.flush()


def gathering(connection: HTTPConnection[Any]) -> Gathering:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Gathering = connection.scope["state"]["reactions"]
    return found
