"""Which posts members have seen, gathered in the process and stored together.

Pages are read far more often than written: a transaction for every page that is opened would hold
up those who write. What a crash loses is two seconds of marks, and shows as new once more.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import HTTPConnection

from forum.core.actor import SYSTEM
from forum.core.ids import MemberId, TopicId
from forum.discussions import queries
from forum.discussions.events import MarksMoved
from forum.discussions.queries import Progress, Unread
from forum.jobs.regular import regularly
from forum.runtime import Runtime, runtime
from forum.web.identity import actor_of

SECONDS = 2.0
MOST_WAITING = 5_000
"""Marks that wait to be stored; when there are more, the newest are passed over."""
MOST_REMEMBERED = 10_000
"""Marks that are known to be stored, so that reading a page again stores nothing."""


@dataclass(slots=True)
class Seen:
    """Marks that this process has not stored yet."""

    runtime: Runtime
    seconds: float = SECONDS
    _waiting: dict[tuple[MemberId, TopicId], int] = field(default_factory=dict)
    _stored: OrderedDict[tuple[MemberId, TopicId], int] = field(default_factory=OrderedDict)

    def note(self, member_id: MemberId, topic_id: TopicId, number: int) -> None:
        """A member has seen a topic's posts up to `number`."""
        key = (member_id, topic_id)
        if number <= max(self._waiting.get(key, 0), self._stored.get(key, 0)):
            return
        if key in self._waiting or len(self._waiting) < MOST_WAITING:
            self._waiting[key] = number
            self.runtime.caches.own.stale(f"read:{member_id}")

    def waiting(self, member_id: MemberId, topic_id: TopicId) -> int:
        """What was noted and is not stored yet; 0 for nothing."""
        return self._waiting.get((member_id, topic_id), 0)

    def waiting_of(self, member_id: MemberId) -> Sequence[tuple[TopicId, int]]:
        """The same for every topic: what was noted of one member."""
        return [
            (topic, number) for (who, topic), number in self._waiting.items() if who == member_id
        ]

    async def store(self) -> None:
        """Store what was noted. Until that is done, it goes on waiting."""
        marks = dict(self._waiting)
        if not marks:
            return
        async with self.runtime.unit(SYSTEM) as unit:
            await queries.keep_marks(unit.db, marks)
            for member_id in {member_id for member_id, _ in marks}:
                unit.emit(MarksMoved(member_id))
        for key, number in marks.items():
            if self._waiting.get(key) == number:
                del self._waiting[key]
            self._stored[key] = number
            self._stored.move_to_end(key)
        while len(self._stored) > MOST_REMEMBERED:
            self._stored.popitem(last=False)

    async def run(self) -> None:
        """Store every few seconds, until cancelled, and then once more."""
        await regularly(self.store, self.seconds)


def seen(connection: HTTPConnection[Any]) -> Seen:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Seen = connection.scope["state"]["seen"]
    return found


async def progress(
    connection: HTTPConnection[Any], member_id: MemberId, topics: Collection[int]
) -> Mapping[int, Progress]:
    """How far a member has read each of some topics, with what is not stored yet."""
    async with runtime(connection).database.reading() as db:
        stored = await queries.progress_of(db, member_id, topics)
    noted = seen(connection)
    return {
        topic: replace(one, read=max(one.read, noted.waiting(member_id, TopicId(topic))))
        for topic, one in stored.items()
    }


def unread_by(connection: HTTPConnection[Any]) -> Unread:
    """What tells which topics the one who asks has not read to the end.

    Raises:
        SignInRequired: a visitor asks.
    """
    member_id = actor_of(connection).require_member()
    return Unread(member_id, seen(connection).waiting_of(member_id))
