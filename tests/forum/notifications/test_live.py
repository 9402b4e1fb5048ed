"""From a mention to a bell that rises, a mail that arrives, and mail that is stopped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx2
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright, expect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, update

from forum.accounts import actions
from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Scope
from forum.jobs.tables import Job
from forum.notifications.actions import MAIL
from forum.runtime import Runtime
from forum.web.identity import SIGN_IN_COOKIE
from tests import factories
from tests.client import API
from tests.forum.mail.server import MailServer, mail_server
from tests.processes import ServeProcess
from tests.services.browser import launch_arguments

PATIENCE = 20.0
"""Seconds that somebody waits for what should be there at once, on a busy machine."""


class Arrivals(list[object]):
    """What a mail server has taken; says when something comes."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()

    def append(self, item: object) -> None:
        super().append(item)
        self.came.set()


async def _word(runtime: Runtime, who: Actor) -> str:
    async with runtime.unit(who) as unit:
        return await actions.sign_in(unit, who.require_member(), "test")


async def _token(runtime: Runtime, who: Actor) -> dict[str, str]:
    async with runtime.unit(SYSTEM) as unit:
        draft = TokenDraft(name="test", scopes=[Scope.READ, Scope.WRITE])
        word = (await add_token(unit, who.require_member(), draft))[1]
    return {"authorization": f"Bearer {word}"}


async def _fill(url: str, folder: Path) -> tuple[str, dict[str, str], dict[str, str]]:
    """Maria, who watches a topic of Linh's: her cookie, and both of their tokens."""
    async with factories.product(url, folder) as product:
        runtime = product.runtime
        maria = await factories.member(runtime)
        linh = await factories.member(runtime, "linh")
        await factories.space(runtime)
        await factories.topic(runtime, linh)
        await product.runner.drain()  # else whoever watches the topic may be told how it begins
        return (
            await _word(runtime, maria),
            await _token(runtime, maria),
            await _token(runtime, linh),
        )


@asynccontextmanager
async def _chromium(path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=path, args=launch_arguments())
        yield found
        await found.close()


async def _listening(page: Page, path: str) -> None:
    """Open a page and wait until it hears of the reader's own channel."""
    async with page.expect_websocket() as opened:
        await page.goto(path)
    wire = await opened.value
    await wire.wait_for_event("framereceived", lambda frame: '"connect"' in str(frame))


@asynccontextmanager
async def _late(context: BrowserContext) -> AsyncIterator[Page]:
    """A page that begins to listen only after the block."""
    page, may_listen = await context.new_page(), asyncio.Event()

    async def hold(route: Route) -> None:
        await may_listen.wait()
        await route.continue_()

    await page.route("**/centrifuge*", hold)
    await page.goto("/")
    yield page
    may_listen.set()


async def test_a_mention_rings_the_bell_and_sends_a_mail_that_can_be_stopped(
    chromium: Path, file_url: str, tmp_path: Path
) -> None:
    cookie, maria, linh = await _fill(file_url, tmp_path)
    async with mail_server() as smtp, _chromium(chromium) as browser:
        smtp.taken = Arrivals()  # type: ignore[assignment]
        env = {
            "FORUM_DATABASE": file_url,
            "FORUM_DATA": str(tmp_path),
            "FORUM_MAIL": f"smtp://127.0.0.1:{smtp.port}",
        }
        server = ServeProcess(env, folder=tmp_path)
        await asyncio.to_thread(server.start)
        try:
            async with httpx2.AsyncClient(base_url=server.url) as program:
                await program.put(
                    f"{API}/topics/1/subscription", json={"level": "watch"}, headers=maria
                )
                # What a service worker fetches for a page cannot be held back from that page.
                context = await browser.new_context(base_url=server.url, service_workers="block")
                await context.add_cookies(
                    [{"name": SIGN_IN_COOKIE, "value": cookie, "url": server.url}]
                )
                page = await context.new_page()
                await _listening(page, "/")
                await _reply(program, linh, "What does @maria think?")
                count = page.locator(".bell b")
                await expect(count).to_have_text("1", timeout=PATIENCE * 1000)
                await _hasten(file_url)
                await _stop(smtp, program)
                chosen = await program.get(f"{API}/notifications/settings", headers=maria)
                assert chosen.json()["direct"] == "never"
                async with _late(context) as late:
                    await _reply(program, linh, "And now, @maria?")
                    await expect(count).to_have_text("2", timeout=PATIENCE * 1000)
                    await expect(late.locator(".bell b")).to_have_text("1")
                await expect(late.locator(".bell b")).to_have_text("2", timeout=PATIENCE * 1000)
                await page.goto("/t/1")
                await expect(count).to_have_count(0)
        finally:
            await asyncio.to_thread(server.kill)
        assert len(smtp.taken) == 1


async def _reply(program: httpx2.AsyncClient, who: dict[str, str], body: str) -> None:
    answer = await program.post(f"{API}/topics/1/posts", json={"body": body}, headers=who)
    assert answer.status_code == 201, answer.text


async def _hasten(url: str) -> None:
    """Let the minute be over for which mail waits for more."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        due = (
            update(Job)
            .where(col(Job.kind) == MAIL)
            .values(due=factories.NOON - timedelta(days=365))
        )
        assert (await connection.execute(due)).rowcount == 1
    await engine.dispose()


async def _stop(smtp: MailServer, program: httpx2.AsyncClient) -> None:
    """Wait for a mail, and do what a mail program does when its reader wants no more."""
    assert isinstance(smtp.taken, Arrivals)
    async with asyncio.timeout(PATIENCE):
        await smtp.taken.came.wait()
    message = smtp.message()
    assert message["Subject"] == "Linh mentioned you in “Open courses”"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip("<>")
    answer = await program.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, answer.text
