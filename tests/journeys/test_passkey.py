"""Somebody keeps a passkey on their device and comes back with nothing but it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from forum.accounts import passwords
from tests import factories
from tests.journeys.site import PASSWORD
from tests.processes import ServeProcess
from tests.services.databases import SqliteDatabases
from tests.services.ports import free_port


async def _device(page: Page) -> None:
    """Give the browser a device that keeps passkeys, and a person who unlocks it."""
    tools = await page.context.new_cdp_session(page)
    await tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def _sign_out(page: Page) -> None:
    await page.locator("header .menu summary").last.click()
    await page.get_by_role("button", name="Sign out").click()


@pytest.fixture
def url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A database with tables."""
    with sqlite_databases.fresh(factories.prepared) as url:
        yield url


async def test_a_member_signs_in_by_a_passkey_alone(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    port = str(free_port())
    async with factories.product(url, tmp_path) as product:
        kept = await passwords.hashed(PASSWORD)
        await factories.member(product.runtime, "maria", password_hash=kept)
    # Passkeys belong to a name: no browser gives one to the number of a machine.
    at = {"FORUM_PORT": port, "FORUM_URL": f"http://localhost:{port}"}
    server = ServeProcess(
        {"FORUM_DATABASE": url, "FORUM_DATA": str(tmp_path), **at}, folder=tmp_path
    )
    await asyncio.to_thread(server.start)
    context = await browser.new_context(base_url=at["FORUM_URL"])
    try:
        page = await context.new_page()
        await _device(page)
        await page.goto("/sign-in?next=/settings/security/passkeys")
        await page.get_by_label("E-mail address").fill("maria@example.org")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await page.get_by_label("What it is on").fill("my phone")
        await page.get_by_role("button", name="Make a passkey").click()
        await expect(page.locator(".codes li")).to_have_count(10)
        await _sign_out(page)
        await page.goto("/sign-in?next=/settings/security")
        await page.get_by_role("button", name="Sign in with a passkey").click()
        await expect(page.locator("#passkeys")).to_contain_text("my phone")
        await expect(page.locator("#passkeys")).to_contain_text("Last used")
    finally:
        await context.close()
        await asyncio.to_thread(server.kill)
