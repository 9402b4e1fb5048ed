"""What a process holds open, and how a handler reaches it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypedDict

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from forum.core.clock import Clock
from forum.db.engine import Database
from forum.db.log import append
from forum.db.unit import Later, Unit
from forum.settings import Settings
from realtime.hub import Hub

Enqueue = Callable[[AsyncSession, Sequence[Later]], Awaitable[None]]
"""Stores jobs in the transaction of the change that wants them."""


class Mailer(Protocol):
    """Takes one mail to where mail goes; every member passes `tests/contracts/test_mailers.py`."""

    async def send(self, mail: "Mail") -> None:
        """Hand `mail` over; returns when the other side has taken it.

        Raises:
            MailNotSent: it has not; the job tries again later.
        """


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person: plain text, in the reader's language."""

    to: str
    subject: str
    text: str
    language: str


class MailNotSent(Exception):
    """The mail server cannot be reached, or refuses for now."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Built once by `app.lifespan`; tests build their own."""

    settings: Settings
    database: Database
    hub: Hub
    clock: Clock
    key: bytes
    """Secret that signs forms and links."""
    enqueue: Enqueue

    @asynccontextmanager
    async def unit(self, actor: Actor) -> AsyncIterator[Unit]:
        """Open one change: on a clean exit logs, commits and wakes readers; else undoes it all."""
        async with self.database.writer() as db, db.begin():
            unit = Unit(db, actor, self.clock())
            yield unit
            await self.enqueue(db, unit.jobs)
            announcements = await append(db, unit.events)
        for one in announcements:
            await self.hub.announce(one.channel, one.epoch, one.entries)


class AppState(TypedDict):
    """What `lifespan` puts in the ASGI state."""

    runtime: Runtime


def runtime(connection: HTTPConnection[AppState]) -> Runtime:
    """The process's runtime, from a request or a WebSocket."""
    return connection.state["runtime"]
