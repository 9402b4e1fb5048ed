"""The mail of a site: planned by its processes, and put into a folder."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlmodel import select

from forum.core.actor import SYSTEM, Actor
from forum.jobs.tables import Job
from forum.mail import Mail, mail_folder
from forum.mail.folder import read_back
from forum.notifications.actions import MAIL
from tests.journeys.site import Site

PATIENCE, OFTEN = 30.0, 0.2
"""Seconds that something may take on a busy machine, and between looks."""


async def until(there: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so that nobody announces."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await there():
                return
            await asyncio.sleep(OFTEN)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Mail to one member of a site."""

    site: Site
    owner: Actor

    async def planned(self) -> None:
        """Wait until a mail is planned; it goes out a minute later, unless it is hurried."""
        await until(self._waiting)

    async def all_sent(self) -> Sequence[Mail]:
        """Have what is planned go out now; gives all mails so far, the newest first."""
        await until(self._hurried)
        folder = mail_folder(self.site.runtime.settings)
        assert folder is not None
        found = await read_back(folder)
        return [one.mail for one in found if one.mail.to.startswith(f"{self.owner.handle}@")]

    async def _hurried(self) -> bool:
        """Whether none is planned any more; one that is has to go out now."""
        return not await self._waiting(hurry=True)

    async def _waiting(self, *, hurry: bool = False) -> bool:
        async with self.site.runtime.unit(SYSTEM) as unit:
            jobs = await unit.db.exec(select(Job).where(Job.kind == MAIL))
            mine = [one for one in jobs if one.data["member_id"] == self.owner.member_id]
            for one in mine if hurry else ():
                one.due = min(one.due, unit.now)
        return bool(mine)
