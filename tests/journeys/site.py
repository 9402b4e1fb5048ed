"""A forum of two processes, and a way behind its pages."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from forum.accounts import actions, passwords
from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.app import open_product
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Role, Scope
from forum.discussions.actions import reply
from forum.discussions.schemas import PostDraft
from forum.runtime import Runtime
from forum.settings import Settings
from forum.web.identity import SIGN_IN_COOKIE
from tests import factories
from tests.processes import ServeProcess

PASSWORD = "seven small boats"  # noqa: S105 (of a database that lasts as long as the tests)
SECRET = "x" * 32
"""Signs forms in all parts, as in `factories.settings`."""


@dataclass(slots=True)
class Site:
    """Processes `a` and `b` of one forum, a browser, and what reaches behind their pages.

    Attributes:
        runtime: of a third part of the same forum, in the test's own process.
        space: slug of the space that was made last.
    """

    a: ServeProcess
    b: ServeProcess
    browser: Browser
    runtime: Runtime
    space: str = ""
    _spaces: int = field(default=0, init=False)
    _kept: str = field(default="", init=False)

    async def member(self, handle: str, role: Role = Role.MEMBER, **more: Any) -> Actor:
        """A member who has a row, and the password of all."""
        self._kept = self._kept or await passwords.hashed(PASSWORD)  # takes a fifth of a second
        return await factories.member(self.runtime, handle, role, password_hash=self._kept, **more)

    async def topic(self, author: Actor, **more: Any) -> TopicId:
        """A topic in a space of its own."""
        self._spaces += 1
        self.space = await factories.space(self.runtime, f"space-{self._spaces}")
        return await factories.topic(self.runtime, author, self.space, **more)

    async def reply(self, author: Actor, topic: TopicId, body: str, **more: Any) -> PostId:
        """Another post in a topic, as if written on a third process."""
        async with self.runtime.unit(author) as unit:
            return (await reply(unit, topic, PostDraft(body=body, **more))).id

    async def token(self, who: Actor, *scopes: Scope) -> dict[str, str]:
        """Headers by which a program acts for `who`."""
        draft = TokenDraft(name="journey", scopes=list(scopes))
        async with self.runtime.unit(SYSTEM) as unit:
            return {
                "authorization": f"Bearer {(await add_token(unit, who.require_member(), draft))[1]}"
            }

    async def sign_in(self, who: Actor, context: BrowserContext, at: ServeProcess) -> None:
        """Give a browser the cookie of `who`."""
        async with self.runtime.unit(who) as unit:
            word = await actions.sign_in(unit, who.require_member(), "test")
        await context.add_cookies([{"name": SIGN_IN_COOKIE, "value": word, "url": at.url}])

    @asynccontextmanager
    async def window(
        self, at: ServeProcess, who: Actor | None = None, **more: Any
    ) -> AsyncIterator[Page]:
        """A browser window of its own, whose addresses are those of `at`; `who` is signed in.

        Whatever a page reports as an error ends the test at the end of the block.
        """
        context = await self.browser.new_context(base_url=at.url, **more)
        try:
            if who is not None:
                await self.sign_in(who, context, at)
            page = await context.new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            yield page
            assert errors == []
        finally:
            await context.close()


@asynccontextmanager
async def behind(settings: Mapping[str, str]) -> AsyncIterator[Runtime]:
    """The runtime of a part of the forum that serves nobody, in this process."""
    named = {
        name.removeprefix("FORUM_").lower(): json.loads(value) if value.startswith("{") else value
        for name, value in settings.items()
    }
    async with open_product(Settings(**named)) as product:  # type: ignore[arg-type]
        yield product.runtime
