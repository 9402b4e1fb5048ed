"""What tests of notifications work with: a product whose jobs are done when told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forum.app import Product
from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Window
from forum.discussions import actions as discussions
from forum.discussions.queries import posts_page
from forum.discussions.schemas import PostDraft
from forum.jobs.runner import Pace, Runner
from forum.mail.base import Mail, Mailer
from forum.notifications import actions, queries
from forum.notifications.jobs import forget, kinds
from forum.notifications.rules import SOON, NotificationLevel
from forum.notifications.schemas import NotificationOut, ReadMark
from forum.runtime import Runtime
from tests import factories
from tests.factories import Ticking


@dataclass
class Postbox:
    """A mailer that keeps what it is given, or refuses as it is told."""

    mails: list[Mail] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.mails.append(mail)

    async def check(self) -> None:
        """See `Mailer`."""

    async def aclose(self) -> None:
        """See `Mailer`."""


class Stage:
    """A forum with a public space `general`, a clock of its own, and a worker."""

    def __init__(self, product: Product) -> None:
        self.clock = Ticking()
        self.runtime: Runtime = replace(product.runtime, clock=self.clock)
        self.box = Postbox()
        self.runner = self.worker(self.box)

    def worker(self, mailer: Mailer) -> Runner:
        """A worker that sends mail by `mailer`."""
        return Runner(self.runtime, kinds(mailer), pace=Pace(parallel=1))

    async def work(self) -> int:
        """Do the jobs that are due; says how many attempts it took."""
        return await self.runner.drain()

    async def mail(self) -> int:
        """Do the jobs that are due, and then the mail that they left for a little later."""
        done = await self.work()
        self.clock.now += SOON
        return done + await self.work()

    async def member(self, handle: str, **more: Any) -> Actor:
        return await factories.member(self.runtime, handle, **more)

    async def topic(self, author: Actor, **more: Any) -> TopicId:
        found = await factories.topic(self.runtime, author, **more)
        await self.work()
        return found

    async def reply(
        self, author: Actor, topic: TopicId, body: str = "Yes.", parent: PostId | None = None
    ) -> PostId:
        async with self.runtime.unit(author) as unit:
            draft = PostDraft(body=body, parent_id=parent)
            return (await discussions.reply(unit, topic, draft)).id

    async def first_post(self, topic: TopicId) -> PostId:
        async with self.runtime.database.reading() as db:
            found = await posts_page(db, factories.ADMIN, topic, "flat", Window())
        return found.items[0].id

    async def follow(self, who: Actor, topic: TopicId, level: NotificationLevel | None) -> None:
        async with self.runtime.unit(who) as unit:
            await actions.follow_topic(unit, topic, level)

    async def follow_space(
        self, who: Actor, level: NotificationLevel, slug: str = "general"
    ) -> None:
        async with self.runtime.unit(who) as unit:
            await actions.follow_space(unit, slug, level)

    async def follow_tag(self, who: Actor, tag: str, level: NotificationLevel) -> None:
        async with self.runtime.unit(who) as unit:
            await actions.follow_tag(unit, tag, level)

    async def told(self, who: Actor, limit: int = 100) -> Sequence[NotificationOut]:
        async with self.runtime.database.reading() as db:
            return (await queries.notifications_page(db, who, Window(limit))).items

    async def kinds(self, who: Actor) -> list[str]:
        return [one.kind for one in await self.told(who)]

    async def unread(self, who: Actor) -> int:
        async with self.runtime.database.reading() as db:
            return (await queries.unread(db, who)).count

    async def read(self, who: Actor, **mark: Any) -> None:
        async with self.runtime.unit(who) as unit:
            await actions.mark_read(unit, ReadMark(**mark))

    async def forget(self) -> None:
        await forget(self.runtime, {})
