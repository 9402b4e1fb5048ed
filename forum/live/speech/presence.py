"""In which languages sessions are being read: noted in the database, for all processes.

Who opens the session, or is subscribed to `session:<id>:<language>`, counts; nobody is named.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from forum.core.ids import SessionId
from forum.live.speech import queries
from forum.live.speech.rules import NOTED_EVERY
from forum.runtime import Runtime

Read = tuple[SessionId, str]
"""A session, and the BCP 47 tag of a language."""
_MOST = 10_000


@dataclass(slots=True)
class Presence:
    """What this process has noted of late, so that reading stores little.

    Attributes:
        every: seconds between two notes of one session and language.
    """

    every: float = NOTED_EVERY.total_seconds()
    _noted: dict[Read, float] = field(default_factory=dict)

    async def note(self, runtime: Runtime, *read: Read) -> None:
        """Note that sessions are read in languages, those that were not noted of late."""
        now = time.monotonic()
        due = {one for one in read if self._noted.get(one, -self.every) + self.every <= now}
        if not due:
            return
        if len(self._noted) > _MOST:
            self._noted.clear()
        self._noted |= dict.fromkeys(due, now)
        async with runtime.database.writer() as db, db.begin():
            await queries.note_languages(db, due, runtime.clock())

    def is_read(self, runtime: Runtime, session_id: SessionId) -> bool:
        """Whether somebody listens to a session in this process, or opened it of late."""
        since = time.monotonic() - 2 * self.every
        of_late = {session for (session, _), at in self._noted.items() if at > since}
        listening = {session for session, _ in heard(runtime.hub.registry.channels())}
        return session_id in of_late | listening


def heard(channels: Iterable[str]) -> Collection[Read]:
    """The sessions and languages among the names of `channels`."""
    return set(_heard(channels))


def _heard(channels: Iterable[str]) -> Iterator[Read]:
    for channel in channels:
        kind, _, rest = channel.partition(":")
        number, _, language = rest.partition(":")
        if kind == "session" and number.isdecimal() and language:
            yield SessionId(int(number)), language
