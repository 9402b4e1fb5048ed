"""What somebody who has a topic open sees of a moderator's acts, in a real browser."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM
from forum.core.ids import PostId
from forum.core.permissions import Role, Scope
from forum.discussions import actions
from forum.discussions.schemas import PostDraft
from tests import factories
from tests.client import API
from tests.processes import ServeProcess
from tests.services.browser import launch_arguments


@dataclass(frozen=True, slots=True)
class Open:
    """A topic whose posts 2 and 3 are open in a browser; post 4 answers post 3."""

    page: Page
    url: str
    token: str

    def act(self, name: str, post: int) -> None:
        body = {"act": name, "target": f"post:{post}", "reason": "It sells watches."}
        headers = {"authorization": f"Bearer {self.token}"}
        answer = httpx2.post(f"{self.url}{API}/admin/actions", json=body, headers=headers)
        assert answer.status_code == 200, answer.text


async def _fill(url: str, folder: Path) -> str:
    async with factories.product(url, folder) as product:
        runtime = product.runtime
        maria = await factories.member(runtime)
        olga = await factories.member(runtime, "olga", Role.MODERATOR)
        await factories.space(runtime)
        topic = await factories.topic(runtime, maria, replies=["Alone", "Answered"])
        async with runtime.unit(maria) as unit:
            await actions.reply(unit, topic, PostDraft(body="Answer", parent_id=PostId(3)))
        async with runtime.unit(SYSTEM) as unit:
            draft = TokenDraft(name="test", scopes=[Scope.MODERATE])
            return (await add_token(unit, olga.require_member(), draft))[1]


@pytest.fixture
def opened(chromium: Path, file_url: str, tmp_path: Path) -> Iterator[Open]:
    """See `Open`."""
    token = asyncio.run(_fill(file_url, tmp_path))
    env = {
        "FORUM_DATABASE": file_url,
        "FORUM_DATA": str(tmp_path),
        "FORUM_REQUIRE_SECOND_FACTOR": "no",
    }
    with ServeProcess(env, folder=tmp_path) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=launch_arguments())
        page = browser.new_page()
        with page.expect_websocket() as wire:
            page.goto(f"{server.url}/t/1")
        with wire.value.expect_event("framereceived", lambda frame: '"subscribe"' in str(frame)):
            pass
        yield Open(page, server.url, token)
        browser.close()


def test_hidden_posts_leave_an_open_page_and_come_back_in_their_places(opened: Open) -> None:
    page = opened.page
    opened.act("hide_post", 2)
    expect(page.locator("#p2")).to_be_hidden()
    expect(page.locator("#p2")).to_be_empty()
    opened.act("hide_post", 3)
    expect(page.locator("#p3")).to_contain_text("It sells watches.")
    expect(page.locator("#p3")).not_to_contain_text("Answered")
    expect(page.locator("#p4")).to_contain_text("Answer")
    opened.act("restore_post", 3)
    expect(page.locator("#p3")).to_contain_text("Answered")
    opened.act("restore_post", 2)
    expect(page.locator("#p2")).to_contain_text("Alone")
