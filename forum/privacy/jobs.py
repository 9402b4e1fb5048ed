"""What is done later: copies are made, told of and removed; who goes is forgotten."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from forum.accounts import queries as members
from forum.accounts.events import ERASE
from forum.accounts.rules import MemberState
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import MemberId
from forum.core.permissions import Role
from forum.db.holdings import Holding
from forum.jobs.kinds import Handler
from forum.mail.base import Mailer
from forum.mail.jobs import deliver
from forum.privacy import queries
from forum.privacy.actions import EXPORT, REMOVE
from forum.privacy.copying import Copying
from forum.privacy.erasing import erase_some
from forum.privacy.mails import compose
from forum.privacy.rules import KEPT
from forum.privacy.tables import DataExport
from forum.runtime import Runtime
from forum.uploads.store import Store

FORGET = "privacy.forget"
READY = "privacy.ready"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(hours=1)}


def kinds(mailer: Mailer, store: Store, holdings: Sequence[Holding]) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""
    return _Work(mailer, store, holdings).handlers


@dataclass(frozen=True, slots=True)
class _Work:
    mailer: Mailer
    store: Store
    holdings: Sequence[Holding]

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {
            ERASE: self.erase,
            EXPORT: self.export,
            FORGET: self.forget,
            READY: self.tell,
            REMOVE: self.remove,
        }

    async def export(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Make a copy, unless a newer one is wanted or its member has gone."""
        member_id, key = _member_id(data), str(data["key"])
        async with runtime.database.reading() as db:
            row = await queries.export(db, member_id)
            if row is None or row.key != key or row.ready_at is not None:
                return
            with tempfile.TemporaryFile() as file:
                await Copying(self.holdings, self.store).write(db, member_id, file)
                size = file.tell()
                await self.store.put(key, file)
        await self._note(runtime, row, size)

    async def _note(self, runtime: Runtime, made: DataExport, size: int) -> None:
        async with runtime.unit(SYSTEM) as unit:
            row = await queries.export(unit.db, made.member_id)
            if row is None or row.key != made.key:
                unit.later(REMOVE, key=made.key)
                return
            row.ready_at, row.expires_at, row.size = unit.now, unit.now + KEPT, size
            unit.later(READY, member_id=made.member_id)

    async def tell(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Tell a member by mail that their copy is ready.

        Raises:
            MailNotSent: to be tried again later.
        """
        async with runtime.database.reading() as db:
            member = await members.find_by_id(db, _member_id(data))
        if member is not None and member.state == MemberState.ACTIVE:
            mail = compose(member.email, member.locale, await runtime.named_settings())
            await deliver(self.mailer, mail)

    async def remove(self, _runtime: Runtime, data: Mapping[str, object]) -> None:
        """Remove the bytes of a copy."""
        await self.store.remove([str(data["key"])])

    async def forget(self, runtime: Runtime, _data: Mapping[str, object]) -> None:
        """Remove copies that have stood long enough."""
        async with runtime.unit(SYSTEM) as unit:
            for row in await queries.run_out(unit.db, unit.now):
                unit.later(REMOVE, key=row.key)
                await queries.drop_export(unit.db, row)

    async def erase(self, runtime: Runtime, data: Mapping[str, object]) -> None:
        """Take one step of forgetting a member, and leave the next one for later."""
        member_id = _member_id(data)
        # What the member wrote is taken away wherever it stands, so this actor sees everything.
        async with runtime.unit(Actor(member_id, role=Role.ADMIN)) as unit:
            if await erase_some(unit, self.holdings, member_id):
                unit.later(ERASE, member_id=member_id)


def _member_id(data: Mapping[str, object]) -> MemberId:
    return MemberId(int(str(data["member_id"])))
