"""Journeys where no script runs: everything is there once the page is loaded again."""

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
    # Somebody who has written nothing else, so that nothing looks like a flood before the report.
    malee = await site.member("malee", locale="th", languages=["th"])
    topic = await site.topic(people.robin, title="Lessons to take home")
    window = partial(site.window, java_script_enabled=False)
    async with (
        window(site.a) as ours,
        window(site.b, people.camille) as far,
        window(site.b, people.robin) as order,
    ):
        await _sign_in(ours, malee, f"/t/{topic}/lessons-to-take-home")
        await ours.get_by_role("textbox").fill(THAI)
        await ours.locator("form.reply .button:not(.quiet)").click()
        post = (await ours.locator("article", has_text=THAI).get_attribute("id") or "")[1:]

        await far.goto(f"/t/{topic}?lang=fr&view=both")
        theirs = far.locator(f"#p{post}")
        await expect(theirs.locator(".text[lang=th]")).to_have_text(THAI)
        await _load_until_there(theirs.locator('[data-translation="machine"]'))
        await expect(theirs.locator(".made")).to_contain_text("pseudo")
        await _report(theirs)

        await order.goto("/moderation?kind=report")
        await order.locator(f'a[href="/p/{post}/moderate"]').click()
        await _decide(order, "hide_post")
        await far.goto(f"/t/{topic}?lang=fr&view=both")
        await expect(theirs).to_have_count(0)
        await order.goto(f"/p/{post}/moderate")
        await _decide(order, "restore_post")
        await far.reload()
        await expect(theirs.locator('[data-translation="machine"]')).to_contain_text(THAI)


async def test_a_topic_is_drafted_posted_quoted_edited_kept_and_followed(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, body="Who **teaches** this?")
    async with site.window(site.a, java_script_enabled=False) as page:
        await _sign_in(page, people.camille, f"/t/{topic}/open-courses")
        own = await _start_from_a_draft(page, site.space)

        await page.goto(f"/t/{topic}")
        question = page.locator("article").first
        await question.locator('a[href$="/react"]').click()
        await page.locator("[name=add]").first.click()
        await page.goto(f"/t/{topic}")
        await expect(question.locator(".felt .mine")).to_be_visible()
        reply = await _reply_with_a_quote(page, question)
        await _edit(page, reply)
        await _bookmark(page)

        await page.goto(own)
        await expect(page.locator("h1")).to_have_text("Sans script")
        await page.locator(".follow summary").click()
        await page.locator('[name=level]:not([aria-current="true"])').first.click()
        chosen = await page.locator("[name=level][aria-current]").get_attribute("value")
        assert chosen != "watching"  # as who starts a topic does by itself


async def _start_from_a_draft(page: Page, space: str) -> str:
    """Start a topic after its preview, and a way by the list of drafts; gives its address."""
    await page.goto(f"/s/{space}/new")
    await page.locator("[name=title]").fill("Sans script")
    await page.locator("[name=body]").fill("Tout **marche** ainsi.")
    await page.locator("[value=preview]").click()
    await expect(page.locator("#preview strong")).to_have_text("marche")
    await page.locator("[name=press][value=draft]").click()
    await page.goto("/drafts")
    await page.locator("main li", has_text="Sans script").locator("a.button").click()
    await expect(page.locator("[name=body]")).to_have_value("Tout **marche** ainsi.")
    await page.locator("main form .button:not([name])").click()
    await expect(page.locator("article .text strong")).to_have_text("marche")
    address = page.url
    await page.goto("/drafts")
    await expect(page.locator("main li", has_text="Sans script")).to_have_count(0)
    return address


async def _reply_with_a_quote(page: Page, question: Locator) -> Locator:
    await question.locator('a[href$="/reply"]').click()
    await page.locator('a[href$="?quote=1"]').click()
    quote = await page.locator("[name=body]").input_value()
    await page.locator("[name=body]").fill(f"{quote}Nous, le jeudi.")
    await page.locator("main form .button:not([name])").click()
    reply = page.locator("article", has_text="le jeudi")
    await expect(reply.locator("blockquote strong")).to_have_text("teaches")
    return reply


async def _edit(page: Page, reply: Locator) -> None:
    """Give the reply other words, and see which."""
    address = page.url
    await reply.locator('a[href$="/edit"]').click()
    body = page.locator("[name=body]")
    await body.fill((await body.input_value()).replace("jeudi", "mardi"))
    await page.locator("main form .button:not([name])").click()
    await page.locator('a[href$="/revisions"]').click()
    await page.locator(".changes summary").click()
    await expect(page.locator(".changes del")).to_contain_text("jeudi")
    await expect(page.locator(".changes ins")).to_contain_text("mardi")
    await page.goto(address)


async def _bookmark(page: Page) -> None:
    post = page.locator("article", has_text="le mardi")
    await post.locator('a[href$="/keep"]').click()
    await page.locator("[name=note]").fill("À relire")
    await page.locator("main form .button").first.click()
    await page.goto("/bookmarks")
    await expect(page.locator("main li .note")).to_have_text("À relire")


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
