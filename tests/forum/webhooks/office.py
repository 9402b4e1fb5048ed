"""A forum with webhooks, somebody who looks after them, and a receiver."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from forum.app import Product
from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.mail.base import Mail
from forum.mail.folder import read_back
from forum.runtime import Runtime
from forum.webhooks import actions, queries, rules
from forum.webhooks.schemas import DeliveryOut, WebhookDraft, WebhookOut
from forum.webhooks.signing import secret_of, secret_text
from tests import factories
from tests.factories import NOON, Ticking
from tests.forum.webhooks.receiver import Receiver, receiving

Result = TypeVar("Result")


@dataclass
class Office:
    """The forum and its receiver; `clock` moves when it is asked or told to."""

    product: Product
    receiver: Receiver
    clock: Ticking
    ada: Actor
    maria: Actor

    @property
    def runtime(self) -> Runtime:
        return self.product.runtime

    async def do(self, who: Actor, act: Callable[..., Awaitable[Result]], *values: Any) -> Result:
        async with self.runtime.unit(who) as unit:
            return await act(unit, *values)

    async def webhook(self, *events: str, path: str = "/ok", **more: Any) -> int:
        values = {"name": "Mirror", "url": self.receiver.url(path)} | more
        draft = WebhookDraft(events=list(events or rules.EVENTS), **values)
        row = await self.do(self.ada, actions.make, draft, self.runtime.settings)
        assert row.id is not None
        return row.id

    async def topic(self, *replies: str, space: str = "general") -> TopicId:
        return await factories.topic(self.runtime, self.maria, space, replies)

    async def work(self, **later: float) -> None:
        """Do what is due, after some time."""
        self.clock.now += timedelta(**later)
        await self.product.runner.drain()

    async def secret(self, number: int) -> str:
        async with self.runtime.database.reading() as db:
            row, _ = await queries.webhook(db, self.ada, number)
        return secret_text(secret_of(self.runtime.key, row.word))

    async def state(self, number: int) -> WebhookOut:
        async with self.runtime.database.reading() as db:
            return queries.webhook_out(*await queries.webhook(db, self.ada, number))

    async def log(self, number: int) -> list[DeliveryOut]:
        """What the webhook's log says, the oldest first."""
        async with self.runtime.database.reading() as db:
            found = await queries.deliveries(db, number, queries.Window(100))
        return list(reversed(found.items))

    async def mails(self) -> Sequence[Mail]:
        return [one.mail for one in await read_back(self.runtime.settings.data / "mail")]


@asynccontextmanager
async def open_office(url: str, folder: Path) -> AsyncIterator[Office]:
    """On a database that has its tables; the spaces `general` (public) and `club` (private)."""
    with receiving() as receiver:
        more = {"webhooks_inside": receiver.place, "mail": f"folder:{folder / 'mail'}"}
        async with factories.product(url, folder, **more) as product:
            clock = Ticking(NOON)
            object.__setattr__(product.runtime, "clock", clock)
            ada = await factories.member(product.runtime, "ada", Role.ADMIN)
            maria = await factories.member(product.runtime, "maria")
            await factories.space(product.runtime, "general")
            await factories.space(product.runtime, "club", access="private")
            yield Office(product, receiver, clock, ada, maria)
