"""The same journey where no script runs: everything is there once the page is loaded again."""

import asyncio
from functools import partial

from playwright.async_api import Locator, Page, expect

from forum.core.actor import Actor
from tests.journeys.people import People
from tests.journeys.site import PASSWORD, Site

THAI = "ครูในหมู่บ้านอยากได้บทเรียนที่ดาวน์โหลดได้"
PATIENCE = 15
"""Seconds."""


async def test_a_reply_is_written_translated_reported_hidden_and_shown_again(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="Lessons to take home")
    window = partial(site.window, java_script_enabled=False)
    async with (
        window(site.a) as ours,
        window(site.b, people.camille) as far,
        window(site.b, people.robin) as order,
    ):
        await _sign_in(ours, people.ploy, f"/t/{topic}/lessons-to-take-home")
        await ours.get_by_role("textbox").fill(THAI)
        await ours.locator("form.reply .button:not(.quiet)").click()
        post = (await ours.locator("article", has_text=THAI).get_attribute("id") or "")[1:]

        await far.goto(f"/t/{topic}?lang=fr&view=both")
        theirs = far.locator(f"#p{post}")
        await expect(theirs.locator(".text[lang=th]")).to_have_text(THAI)
        await _load_until_there(theirs.locator('[data-translation="machine"]'))
        await expect(theirs.locator(".made")).to_contain_text("pseudo")
        await _report(theirs)

        await order.goto("/moderation")
        await order.locator(f'a[href="/p/{post}/moderate"]').click()
        await _decide(order, "hide_post")
        await far.goto(f"/t/{topic}?lang=fr&view=both")
        await expect(theirs).to_have_count(0)
        await order.goto(f"/p/{post}/moderate")
        await _decide(order, "restore_post")
        await far.reload()
        await expect(theirs.locator('[data-translation="machine"]')).to_contain_text(THAI)


async def _sign_in(page: Page, who: Actor, then: str) -> None:
    """Start from a link on the page where one wants to be."""
    await page.goto(then)
    await page.locator(".join .button").click()
    await page.locator("[name=email]").fill(f"{who.handle}@example.org")
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main form .button:not(.quiet)").click()
    await page.wait_for_url(f"**{then}")


async def _load_until_there(what: Locator) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await what.count():
            await what.page.reload()


async def _report(article: Locator) -> None:
    await article.locator('a[href$="/flag"]').click()
    page = article.page
    await page.get_by_role("radio").first.check()
    await page.locator("main form .button:not(.quiet)").click()
    await expect(page.locator("main form")).to_have_count(0)


async def _decide(page: Page, act: str) -> None:
    await page.locator(f"[name=act][value={act}]").check()
    await page.locator("[name=reason]").fill("It was asked for.")
    await page.locator("main form .button:not(.quiet)").click()
    await page.wait_for_url(lambda url: not url.endswith("/moderate"))
