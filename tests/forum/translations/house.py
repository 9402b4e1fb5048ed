"""The product with engines that are watched, and a worker that works when told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.app import SUBJECTS, Product
from forum.core.actor import Actor
from forum.core.errors import ForumError
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Scope as TokenScope
from forum.discussions import actions, reading
from forum.discussions.schemas import PostChange, PostDraft, PostOut
from forum.jobs.runner import Runner
from forum.jobs.tables import Job
from forum.routes import API, PAGES
from forum.runtime import Runtime
from forum.translations import actions as translations
from forum.translations.engines import engines_of
from forum.translations.jobs import kinds
from forum.translations.schemas import TranslationOut
from forum.web.failures import refuse
from forum.web.routing import RouteIndex
from i18n.translate.base import Batch, Capabilities, Limits
from i18n.translate.hooks import Hooks
from i18n.translate.pseudo import Pseudo
from tests import factories
from tests.factories import NOON, Ticking


@dataclass
class Watched(Pseudo):
    """The engine `pseudo`, as it is, with what was sent to it."""

    name: str = "pseudo"
    limits: Limits = field(default_factory=Limits)
    failures: list[BaseException | None] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None
    padding: str = ""
    sent: list[str] = field(default_factory=list)

    async def capabilities(self) -> Capabilities:
        return replace(await super().capabilities(), limits=self.limits)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        self.sent += batch.texts
        if self.meanwhile is not None:
            await self.meanwhile()
        answers = await super().translate(batch, deadline=deadline)
        return [answer + self.padding for answer in answers]


class House:
    """What tests of translations need, over one database."""

    def __init__(self, product: Product, author: Actor, *, inside: bool = True) -> None:
        self.clock = Ticking()
        self.runtime: Runtime = replace(product.runtime, clock=self.clock)
        self.author = author
        self.engine = Watched()
        self.product = product
        self.use(inside=inside)

    def use(self, *, inside: bool = True, none: bool = False, hooks: Hooks | None = None) -> None:
        """Open the house's engines anew."""
        own = {"pseudo"} if inside else set()
        self.engines = engines_of([] if none else [self.engine], own, hooks=hooks)
        self.runner = Runner(self.runtime, kinds(self.engines, SUBJECTS))

    async def work(self) -> int:
        """Do the jobs that are due; says how many attempts it took."""
        return await self.runner.drain()

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.clock.now = max(self.clock.now, NOON) + timedelta(**time)

    async def change(
        self, act: Callable[..., Awaitable[Any]], *args: Any, who: Actor | None = None
    ) -> Any:
        """Carry out one action in a unit of its own."""
        async with self.runtime.unit(who or self.author) as unit:
            return await act(unit, *args)

    async def post(self, topic_id: TopicId, body: str, language: str = "en") -> PostId:
        draft = PostDraft(body=body, language=language)
        found: PostOut = await self.change(actions.reply, topic_id, draft)
        return found.id

    async def edit(self, post_id: PostId, body: str, language: str = "en") -> None:
        await self.change(actions.edit_post, post_id, PostChange(body=body, language=language))

    async def ask(self, post_id: PostId, language: str = "de") -> None:
        await self.change(translations.ask, f"post:{post_id}", language)

    async def correct(self, post_id: PostId, body: str, who: Actor, language: str = "de") -> None:
        """Put a person's translation in the place of what there is, as reviewers do."""
        await self.change(factories.translate, post_id, language, body, who=who)

    async def translated(self, post_id: PostId) -> TranslationOut:
        """The translation of a post into German, made if need be."""
        await self.ask(post_id)
        await self.work()
        found = await self.shown(post_id)
        assert found is not None
        return found

    async def read(
        self, post_id: PostId, who: Actor | None = None, language: str = "de"
    ) -> PostOut:
        async with self.runtime.database.reading() as db:
            return await reading.post_in(db, who or Actor(), post_id, language)

    async def shown(
        self, post_id: PostId, who: Actor | None = None, language: str = "de"
    ) -> TranslationOut | None:
        """What a reader is shown of a post in a language."""
        return (await self.read(post_id, who, language)).translation

    async def rows(self, table: type[Any]) -> list[Any]:
        return await factories.rows(self.runtime, table)

    async def jobs(self) -> list[Job]:
        """The translations that are to be made, whatever else is to be done."""
        return [job for job in await self.rows(Job) if job.kind == translations.JOB]

    def client(self, who: Actor | None = None) -> httpx2.AsyncClient:
        """A program that uses the API for somebody; nobody in particular if not said."""
        app = _app(self, _with_token(who) if who else Actor())
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://testserver")


def _with_token(who: Actor) -> Actor:
    return replace(who, scopes=frozenset({TokenScope.READ, TokenScope.WRITE}))


def _app(house: House, who: Actor) -> ASGIApp:
    inner = Starlette(
        routes=[RouteIndex([], [*PAGES, *API])], exception_handlers={ForumError: refuse}
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"runtime": house.runtime, "engines": house.engines}
        scope["user"] = who
        await inner(scope, receive, send)

    return app
