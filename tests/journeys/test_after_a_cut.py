"""The process that a page is connected to ends without a word, and comes back."""

import asyncio

import httpx2
import pytest
from playwright.async_api import Page, expect

from forum.core.actor import SYSTEM
from forum.core.ids import TopicId
from forum.core.permissions import Scope
from forum.db.log import trim
from tests.client import API
from tests.journeys.people import People
from tests.journeys.site import Site

MISSED = ("Written while the line was cut.", "This one too.")
PATIENCE = 30_000
"""Milliseconds until a client has tried to connect once more: it waits longer every time."""


@pytest.mark.parametrize("log", ["kept", "trimmed"])
async def test_an_open_page_catches_up_and_shows_nothing_twice(
    site: Site, people: People, log: str
) -> None:
    topic = await site.topic(people.robin, body="What was said?")
    hidden = await site.reply(people.ploy, topic, "Nothing good.")
    async with site.window(site.b, people.camille) as page:
        await _open(page, topic)
        await asyncio.to_thread(site.b.kill)
        await _write_on_a(site, people, topic)
        await people.decide(site, "hide_post", hidden)
        if log == "trimmed":
            await _trim(site, topic)
        await asyncio.to_thread(site.b.start)
        await page.locator(".news button:enabled").click(timeout=PATIENCE)
        texts = page.locator("article:not([hidden]) .text")
        await expect(texts).to_have_text(["What was said?", *MISSED])
        await expect(page.locator(f"#p{hidden}")).to_be_empty()
        await expect(page.locator(".news button")).to_be_hidden()
        assert await page.evaluate("window.marked")
        ids = await page.locator("article").evaluate_all("all => all.map(one => one.id)")
        assert len(ids) == len(set(ids)) == 4


async def _open(page: Page, topic: TopicId) -> None:
    """Return when the page is told of news."""
    async with page.expect_websocket() as socket:
        await page.goto(f"/t/{topic}")
    async with (await socket.value).expect_event(
        "framereceived", lambda frame: '"subscribe"' in str(frame)
    ):
        pass
    await page.evaluate("window.marked = true")


async def _write_on_a(site: Site, people: People, topic: TopicId) -> None:
    token = await site.token(people.ploy, Scope.READ, Scope.WRITE)
    async with httpx2.AsyncClient(base_url=site.a.url, headers=token) as program:
        for text in MISSED:
            answer = await program.post(f"{API}/topics/{topic}/posts", json={"body": text})
            assert answer.status_code == 201, answer.text


async def _trim(site: Site, topic: TopicId) -> None:
    """Forget all that the topic's channel has said, as its log does after a while."""
    async with site.runtime.unit(SYSTEM) as unit:
        assert await trim(unit.db, f"topic:{topic}", keep=0) > 0
