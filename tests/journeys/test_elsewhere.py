"""Somebody comes in by an account elsewhere: at a provider in a process of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Browser, Page, expect

from tests import factories
from tests.processes import HERE, ServeProcess
from tests.services.child import ChildProcess, Command
from tests.services.databases import SqliteDatabases
from tests.services.ports import free_port

CLIENT, SECRET, WORD = "the forum", "a secret: of both/", "five long rivers"
PLOY = {
    "sub": "248289761001",
    "email": "ploy@example.org",
    "email_verified": True,
    "name": "พลอย",
    "org": "Thai MOOC",
}
PEOPLE = {
    "ploy": {"password": WORD, "claims": PLOY},
    "nok": {"password": WORD, "claims": {"sub": "2", "email": "nok@example.org", "name": "Nok"}},
}


@pytest.fixture
def url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A database with tables."""
    with sqlite_databases.fresh(factories.prepared) as found:
        yield found


@asynccontextmanager
async def provider(back: str, folder: Path) -> AsyncIterator[str]:
    """The provider's address, while its process runs."""
    port = free_port()
    told = {
        "OIDC_CLIENTS": json.dumps({CLIENT: {"secret": SECRET, "back": [back]}}),
        "OIDC_PEOPLE": json.dumps(PEOPLE),
    }
    command = [sys.executable, "-m", "tests.fakes.oidc_process", str(port)]
    process = ChildProcess(Command(command, HERE, folder / "provider.log", os.environ | told))
    issuer = f"http://127.0.0.1:{port}"

    def is_ready() -> bool:
        try:
            return httpx2.get(f"{issuer}/jwks", timeout=2).status_code == httpx2.codes.OK
        except httpx2.TransportError:
            return False

    process.start()
    try:
        await asyncio.to_thread(process.wait_until, is_ready)
        yield issuer
    finally:
        process.kill()


@asynccontextmanager
async def forum(url: str, folder: Path) -> AsyncIterator[str]:
    """A forum that knows the provider, and its address."""
    port = str(free_port())
    here = f"http://localhost:{port}"
    async with provider(f"{here}/sign-in/with/house/back", folder) as issuer:
        house = {
            "label": "House of Accounts", "issuer": issuer, "client_id": CLIENT,
            "client_secret": SECRET, "organisation_claim": "org", "inside": True,
        }  # fmt: skip
        settings = {
            "FORUM_DATABASE": url, "FORUM_DATA": str(folder), "FORUM_PORT": port,
            "FORUM_URL": here, "FORUM_OIDC": json.dumps({"house": house}),
        }  # fmt: skip
        server = ServeProcess(settings, folder=folder)
        await asyncio.to_thread(server.start)
        try:
            yield here
        finally:
            await asyncio.to_thread(server.kill)


async def _enter(page: Page, account: str, password: str = WORD) -> None:
    await page.get_by_label("Account").fill(account)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Continue").click()


async def test_an_account_elsewhere_opens_one_here_and_a_code_is_good_once(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    async with forum(url, tmp_path) as here:
        context = await browser.new_context(base_url=here)
        try:
            page = await context.new_page()
            back: list[str] = []
            page.on("request", lambda one: back.append(one.url) if "/back?" in one.url else None)
            await page.goto("/sign-in?next=/settings")
            await page.get_by_role("link", name="Sign in with House of Accounts").click()
            await expect(page.get_by_role("heading")).to_have_text(f"Sign in to {CLIENT}")
            await _enter(page, "ploy", "a guess")
            await expect(page.get_by_role("alert")).to_have_text("That is not right.")
            await _enter(page, "ploy")
            await expect(page).to_have_url(f"{here}/settings")
            await expect(page.locator("input[name=name]").first).to_have_value("พลอย")
            await expect(page.locator("input[name=organisation]")).to_have_value("Thai MOOC")
            await _nobody_comes_twice_or_unconfirmed(browser, here, back[-1])
        finally:
            await context.close()


async def _nobody_comes_twice_or_unconfirmed(browser: Browser, here: str, back: str) -> None:
    """In another browser: with the address that somebody came back by, and without an address."""
    context = await browser.new_context(base_url=here)
    try:
        page = await context.new_page()
        await page.goto(back)
        await expect(page.locator("main code")).to_have_text("provider_refused")
        await page.goto("/sign-in/with/house")
        await _enter(page, "nok")
        await expect(page.locator("main code")).to_have_text("address_unconfirmed")
        await page.goto("/settings")
        await expect(page.locator("main code")).to_have_text("sign_in_required")
    finally:
        await context.close()
