"""What a process holds open, and how a handler reaches it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from forum.core.clock import Clock
from forum.core.events import Event
from forum.db.engine import Database
from forum.db.kept import Kept
from forum.db.log import Announcement, DatabaseLog, append
from forum.db.together import Change, Together, Undone
from forum.db.unit import Later, Unit
from forum.limits.keeping import UNLIMITED, Limits
from forum.settings import Settings
from realtime.hub import Hub
from realtime.log import Entry

Made = TypeVar("Made")
Enqueue = Callable[[AsyncSession, Sequence[Later]], Awaitable[None]]
"""Stores jobs in the transaction of the change that wants them."""


Listener = Callable[["Runtime", Any], Awaitable[None]]
"""Hears an event after its change is committed; what must not be lost is a job instead."""


Joiner = Callable[[Unit, Any], Awaitable[None]]
"""Adds to a change what belongs to an event of it: both are committed, or neither is."""


Own = Callable[[Any, Sequence[int]], Awaitable[Mapping[int, str]]]
"""Gives what stands on a page for its reader alone, as HTML, by the ids it is about (0: none).

Takes the request, and the ids that the page names. See `web.own`.
"""


Wanted = Callable[["Runtime"], Awaitable[Container[str]]]
"""Gives the names of the events that leave a job, in the transaction of their change."""


async def _nothing(_runtime: "Runtime") -> Container[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Face:
    """What every page says of the site.

    Attributes:
        name: as the secretariat gave it; "" for the one that the settings say.
        notices: texts that are pages of their own, as `conduct` at `/conduct`.
    """

    name: str = ""
    notices: tuple[str, ...] = ()


async def plain_face(_runtime: "Runtime") -> Face:
    """That of a site about which nothing was decided."""
    return Face()


@dataclass(frozen=True, slots=True)
class Caches:
    """What is made once and given to many, until an event makes it stale.

    Attributes:
        pages: whole answers to visitors, by address and language.
        parts: what members share of a page, by whatever it depends on.
        own: what members' own words on a page are.
        actors: who a sign-in or a token stands for.
    """

    pages: Kept[Any]
    parts: Kept[Any]
    own: Kept[Mapping[str, str]]
    actors: Kept[Any]

    def stale(self, channel: str, offset: int, entries: Sequence[Entry] = ()) -> None:
        """Drop what was made from `channel`; see `Kept.stale`."""
        for cache in self.all():
            cache.stale(channel, offset, entries)

    def clear(self) -> None:
        """Drop everything."""
        for cache in self.all():
            cache.clear()

    def all(self) -> tuple[Kept[Any], ...]:
        """Every cache."""
        return (self.pages, self.parts, self.own, self.actors)


@dataclass(frozen=True, slots=True)
class Runtime:
    """Built once by `app.lifespan`; tests build their own."""

    settings: Settings
    database: Database
    log: DatabaseLog
    hub: Hub
    caches: Caches
    clock: Clock
    key: bytes
    """Secret that signs forms and links."""
    enqueue: Enqueue
    listeners: Mapping[type[Event], Sequence[Listener]] = field(default_factory=dict)
    """Who in this process hears of which committed events."""
    joiners: Mapping[type[Event], Sequence[Joiner]] = field(default_factory=dict)
    """Who has a part in a change, by its events; a refusal of theirs undoes it."""
    limits: Limits = UNLIMITED
    """How often who may do what."""
    wanted: Wanted = _nothing
    """Which events leave a job; see `Unit.tell`."""
    own: Mapping[str, Own] = field(default_factory=dict)
    """What templates name by `page.own`."""
    face: Callable[["Runtime"], Awaitable[Face]] = plain_face
    """Gives what every page says of the site."""

    together: Together = field(default_factory=Together)
    """What waits to be changed together."""

    @property
    def only_line(self) -> str:
        """For `change`: names everything, where the database makes one change at a time.

        "" where changes are made side by side: for what locks nothing there that others want.
        """
        return "everything" if self.database.is_serial else ""

    async def named_settings(self) -> Settings:
        """The settings, with the name that the site has now: mails stand under it."""
        name = (await self.face(self)).name
        return self.settings.model_copy(update={"site_name": name}) if name else self.settings

    @asynccontextmanager
    async def unit(self, actor: Actor) -> AsyncIterator[Unit]:
        """Open one change: on a clean exit logs, commits and wakes readers; else undoes it all."""
        # Asked for before a connection is held: it may have to be read by another one.
        wanted = await self.wanted(self)
        async with self.database.writer() as db, db.begin():
            unit = Unit(db, actor, self.clock())
            yield unit
            await self._complete(unit, wanted)
            announcements = await self._store(db, [unit])
        await self._announce(announcements, unit.events)

    async def change(
        self, thing: str, actor: Actor, act: Callable[[Unit], Awaitable[Made]]
    ) -> Made:
        """Make one change of `thing`, with others of it that come meanwhile in one transaction.

        Each is answered by itself, and a refusal undoes that change alone. For what locks `thing`
        first and is quickly done, as the others wait for it. Where the database makes one change
        at a time, whatever is changed counts as one thing: all of it would wait for each other.

        Args:
            thing: names what is changed, such as `topic:3`.
            actor: who changes it.
            act: makes the change; may be begun a second time, after the first was undone.

        Raises:
            Exception: what `act` raised.
        """
        line, one = self.only_line or thing, Change(actor, act)
        made: Made = await self.together.make(line, one, self._make)
        return made

    async def _make(self, changes: Sequence[Change]) -> Sequence[Any]:
        wanted = await self.wanted(self)
        async with self.database.writer() as db, db.begin():
            units: list[Unit] = []
            made = []
            for change in changes:
                before = units[-1] if units else None
                units.append(Unit(db, change.actor, self.clock(), after=before))
                try:
                    made.append(await self._make_one(change, units[-1], wanted))
                except Exception as refusal:
                    if len(changes) == 1:
                        raise
                    raise Undone from refusal
            announcements = await self._store(db, units)
        await self._announce(announcements, [event for unit in units for event in unit.events])
        return made

    async def _make_one(self, change: Change, unit: Unit, wanted: Container[str]) -> Any:
        made = await change.act(unit)
        await self._complete(unit, wanted)
        # What the database refuses concerns this change, and not the one that is begun next.
        if unit.db.new or unit.db.dirty or unit.db.deleted:
            await unit.db.flush()
        return made

    async def _complete(self, unit: Unit, wanted: Container[str]) -> None:
        """Let those who have a part in a change add theirs."""
        for event in tuple(unit.events) if self.joiners else ():
            for join in self.joiners.get(type(event), ()):
                await join(unit, event)
        unit.tell(wanted)

    async def _store(self, db: AsyncSession, units: Sequence[Unit]) -> Sequence[Announcement]:
        """What changes do last, before they are committed."""
        await self.enqueue(db, [job for unit in units for job in unit.jobs])
        for step in [step for unit in units for step in unit.last_steps]:
            await step()
        return await append(db, [event for unit in units for event in unit.events])

    async def _announce(
        self, announcements: Sequence[Announcement], events: Sequence[Event]
    ) -> None:
        for one in announcements:
            await self.hub.announce(one.channel, one.epoch, one.entries)
        for event in events:
            for listener in self.listeners.get(type(event), ()):
                await listener(self, event)


def runtime(connection: HTTPConnection[Any]) -> Runtime:
    """The process's runtime, from a request or a WebSocket."""
    found: Runtime = connection.scope["state"]["runtime"]
    return found
