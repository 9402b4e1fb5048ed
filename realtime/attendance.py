"""Comings and goings in this process: kept in the store of presence, told to the others."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence

from realtime.presence import Presence, PresenceUnavailable, Present
from realtime.protocol.replies import push_join, push_leave
from realtime.tasks import Tasks, going_on

log = logging.getLogger(__name__)

CONFIRM_EVERY = 20.0
"""Seconds between confirmations, well below `presence.base.EXPIRE_AFTER`."""

RETRY_AFTER = 2.0
"""Seconds between confirmations while the store of presence is away."""

TELL_EVERY = 1.0
"""Seconds between joins and leaves of one channel that leave this process as one."""

TELL_AT_MOST = 20
"""Joins and leaves told at once. The rest is not told, so that a thousand people who come together
do not cause a million pushes; whoever needs to know asks for presence."""


class Attendance:
    """Tells who comes and goes, at most once a second a channel.

    While the store is away nobody waits for it: who is here is told to it when it is back.

    Args:
        push: sends encoded pushes to the subscribers of a channel, in all processes.
    """

    def __init__(self, presence: Presence, push: Callable[[str, Sequence[str]], None]) -> None:
        self._presence, self._push = presence, push
        self._here: dict[tuple[str, str], Present] = {}
        self._untold: dict[str, dict[str, str]] = {}
        self._changed: list[Callable[[str], None]] = []
        self._tasks = Tasks()
        self._away = False
        self._now = asyncio.Event()

    def on_change(self, callback: Callable[[str], None]) -> None:
        """Have `callback(channel)` called whenever somebody comes or goes in this process."""
        self._changed.append(callback)

    def _say_changed(self, channel: str) -> None:
        for callback in self._changed:
            callback(channel)

    async def arrive(self, present: Present) -> None:
        """Remember somebody."""
        self._here[present.channel, present.client] = present
        if not self._away:
            await self._confirm([present])
        self._say_changed(present.channel)

    def depart(self, channel: str, client: str) -> None:
        """Forget somebody; who is not here is not an error."""
        if present := self._here.pop((channel, client), None):
            self._tasks.start(self._remove(present))

    async def _remove(self, present: Present) -> None:
        try:
            if not self._away:
                await self._presence.remove(present)
        except PresenceUnavailable as error:
            self._miss(error)
        self._say_changed(present.channel)

    async def here(self, channel: str) -> Mapping[str, Present]:
        """Who is subscribed, in all processes, by client.

        Raises:
            PresenceUnavailable: the store is away.
        """
        return await self._presence.here(channel)

    def joined(self, channel: str, client: str, info: str) -> None:
        """Have subscribers told that somebody came."""
        self._tell(channel, client, push_join(channel, info))

    def left(self, channel: str, client: str, info: str) -> None:
        """Have subscribers told that somebody went."""
        self._tell(channel, client, push_leave(channel, info))

    def _tell(self, channel: str, client: str, push: str) -> None:
        untold = self._untold.get(channel)
        if untold is None:
            # The first is told at once; what follows within a second is gathered.
            self._untold[channel] = {}
            self._push(channel, [push])
            asyncio.get_running_loop().call_later(TELL_EVERY, self._tell_gathered, channel)
        elif client in untold:
            del untold[client]  # came and went: nobody need know
        else:
            untold[client] = push

    def _tell_gathered(self, channel: str) -> None:
        untold = self._untold.pop(channel)
        if untold:
            self._push(channel, list(untold.values())[:TELL_AT_MOST])
            self._untold[channel] = {}
            asyncio.get_running_loop().call_later(TELL_EVERY, self._tell_gathered, channel)

    def confirm(self) -> None:
        """Have the store told again who is here: it may have lost its memory."""
        self._now.set()

    async def run(self) -> None:
        """Keep those who are here from expiring, until cancelled."""
        try:
            while going_on():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(RETRY_AFTER if self._away else CONFIRM_EVERY):
                        await self._now.wait()
                self._now.clear()
                await self._confirm(list(self._here.values()))
        finally:
            await self._tasks.aclose()

    async def _confirm(self, present: Collection[Present]) -> None:
        try:
            if present:
                await self._presence.confirm(present)
        except PresenceUnavailable as error:
            self._miss(error)
        else:
            self._away = False

    def _miss(self, error: PresenceUnavailable) -> None:
        if not self._away:
            self._away = True
            self._now.set()
            log.warning("presence is away: %s", error)
