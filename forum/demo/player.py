"""Plays the session in progress of the demonstration, in real time, while somebody watches it.

Where it is stands in the database: it goes on with the first item of the agenda that nobody opened,
so a restart leaves out the rest of one item. After the last one the session is closed, and another
one begins. A database without such a session is left alone.
"""

import asyncio
import logging
from contextlib import suppress

from forum.core.errors import ForumError
from forum.core.ids import SessionId
from forum.demo import queries
from forum.demo.debate import CHAIR, Debate
from forum.demo.declaration import read_texts
from forum.demo.hall import Beat, Hall
from forum.demo.meetings import ALL, IN_PROGRESS, Cast, open_session, playing
from forum.live.floor.commands import Command
from forum.live.floor.rules import SlotState
from forum.live.sessions import queries as sessions
from forum.live.sessions.states import ItemState, SessionState
from forum.live.speech.presence import Presence
from forum.runtime import Runtime

log = logging.getLogger(__name__)

IDLE = 2.0
"""Seconds between looks whether somebody watches; a look asks nothing but this process."""
PAUSE = 8.0
"""Seconds between two items, and after something went wrong."""


class Player:
    """Acts for everybody in the session in progress.

    Args:
        runtime: of a process in demonstration mode.
        presence: who reads sessions in this process.
        pace: how much quicker than in real time.
    """

    def __init__(self, runtime: Runtime, presence: Presence, pace: float = 1.0) -> None:
        self._runtime, self._presence, self._pace = runtime, presence, pace

    async def run(self) -> None:
        """Play until cancelled, if there is something to play."""
        while True:
            try:
                if (session := await self._session()) is None:
                    return
                while not self._presence.is_read(self._runtime, session):
                    await self._wait(IDLE)
                await self.play_item(session)
            except Exception:
                # The database may be away for a while; whoever watches goes on watching.
                log.exception("the demonstration stopped for a moment")
            await self._wait(PAUSE)

    async def _session(self) -> SessionId | None:
        """The session in progress; another one, if it is over; `None`: there never was one."""
        if (found := await playing(self._runtime)) is not None:
            return found
        async with self._runtime.database.reading() as db:
            if IN_PROGRESS not in await queries.session_titles(db):
                return None
        return await open_session(await Cast.of(self._runtime), read_texts())

    async def play_item(self, session: SessionId) -> None:
        """Play the next item of a session, as long as somebody watches; then close what is open."""
        cast, hall = await Cast.of(self._runtime), Hall(session, hub=self._runtime.hub)
        async with self._runtime.database.reading() as db:
            agenda = await sessions.items_of(db, session)
        left = [place for place, one in enumerate(agenda) if one.state is ItemState.PLANNED]
        if not left:
            over = hall.step(SessionState.IN_SESSION, SessionState.CLOSED)
            await self._do(cast, Beat(0, CHAIR, over))
            return
        debate = Debate(read_texts(), ALL[left[0] % len(ALL)])
        await self._tidy(cast, hall)
        try:
            await self._do(cast, Beat(0, CHAIR, hall.open_item(agenda[left[0]].id)))
            for beat in debate.beats(hall):
                await self._wait(beat.after)
                if not self._presence.is_read(self._runtime, session):
                    break
                await self._do(cast, beat)
        finally:
            await self._tidy(cast, hall)

    async def _tidy(self, cast: Cast, hall: Hall) -> None:
        """Let nobody speak or wait, and no poll be open, which an end in the middle has left."""
        async with self._runtime.database.reading() as db:
            slots = await queries.slots_left(db, hall.session)
            polls = await queries.polls_left(db, hall.session)
        for slot, state in slots:
            begun = state in {SlotState.SPEAKING, SlotState.PAUSED}
            hall.slots[CHAIR] = slot
            act = hall.order(CHAIR, Command.STOP if begun else Command.WITHDRAW, state)
            await self._do(cast, Beat(0, CHAIR, act))
        for poll in polls:
            hall.poll = poll
            await self._do(cast, Beat(0, CHAIR, hall.close_poll()))

    async def _do(self, cast: Cast, beat: Beat) -> None:
        """Let somebody act; what is refused, because others act here too, is left out."""
        with suppress(ForumError):
            async with cast.unit(beat.who) as unit:
                await beat.act(unit)

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._pace)
