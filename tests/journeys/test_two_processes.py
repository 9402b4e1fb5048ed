"""Two people, two processes, two languages: a reply is written, translated, reported, hidden."""

import asyncio

from playwright.async_api import Locator, Page, Route, expect

from i18n.catalogs import ngettext
from tests.journeys.people import People
from tests.journeys.site import Site

THAI = "ชุมชนของเราเรียนด้วยกันทุกวันเสาร์ที่ห้องสมุด"
ONE_NEW = ngettext("Show %(num)s new post", "Show %(num)s new posts", 1, "fr") % {"num": 1}


async def test_a_reply_reaches_the_other_process_and_is_translated_while_one_looks(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="Saturday classes")
    async with site.window(site.a, people.ploy) as ours, site.window(site.b, people.camille) as far:
        await ours.goto(f"/t/{topic}")
        await far.goto(f"/t/{topic}?lang=fr&view=both")
        await _mark(far)
        await ours.get_by_role("textbox").fill(THAI)
        await ours.locator("form.reply .button:not(.quiet)").click()
        await expect(ours.locator("article", has_text=THAI)).to_be_visible()

        await far.get_by_role("button", name=ONE_NEW).click()
        theirs = far.locator("article", has_text="พลอย")
        await expect(theirs).to_be_focused()
        await expect(theirs.locator(".text[lang=th]")).to_have_text(THAI)
        await _shows_translation(theirs)
        await expect(far.get_by_role("button", name=ONE_NEW)).to_be_hidden()
        await _still_the_same(far)


async def test_a_reported_post_leaves_all_pages_at_once_and_comes_back(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin)
    post = await site.reply(people.ploy, topic, THAI, language="th")
    async with site.window(site.a, people.ploy) as ours, site.window(site.b, people.camille) as far:
        await ours.goto(f"/t/{topic}")
        await far.goto(f"/t/{topic}?lang=fr&view=both")
        await _report(far, post)
        assert post in await people.reported(site)
        await far.goto(f"/t/{topic}?lang=fr&view=both")
        for page in (ours, far):
            await _mark(page)

        await people.decide(site, "hide_post", post)
        await expect(far.locator(f"#p{post}")).to_be_hidden()
        await expect(ours.locator(f"#p{post}")).to_contain_text("It was asked for.")
        for page in (ours, far):
            assert THAI not in await page.content()
        assert post not in await people.reported(site)

        await people.decide(site, "restore_post", post)
        for page in (ours, far):
            await expect(page.locator(f"#p{post} .text[lang=th]")).to_have_text(THAI)
        await _shows_translation(far.locator(f"#p{post}"))
        for page in (ours, far):
            await _still_the_same(page)


async def test_a_hidden_topic_leaves_the_pages_that_show_it(site: Site, people: People) -> None:
    topic = await site.topic(people.ploy, body=THAI, language="th")
    async with site.window(site.b, people.camille) as far, site.window(site.b) as visitor:
        for page in (far, visitor):
            await page.goto(f"/t/{topic}")
            await expect(page.locator("article .text")).to_have_text(THAI)
        await people.decide(site, "hide_topic", topic)
        for page in (far, visitor):
            await expect(page.locator("main")).not_to_contain_text(THAI)


async def test_a_topic_that_is_hidden_before_a_page_listens_leaves_it_too(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.ploy, body=THAI, language="th")
    async with site.window(site.b, people.camille) as far:
        hidden = asyncio.Event()

        async def wait(route: Route) -> None:
            await hidden.wait()
            await route.continue_()

        await far.route("**/centrifuge.js*", wait)
        await far.goto(f"/t/{topic}", wait_until="commit")
        await expect(far.locator("article .text")).to_have_text(THAI)
        await people.decide(site, "hide_topic", topic)
        hidden.set()
        await expect(far.locator("main")).not_to_contain_text(THAI)


async def _shows_translation(article: Locator) -> None:
    await expect(article.locator('[data-translation="machine"]')).to_contain_text(f"⟦fr {THAI}")
    await expect(article.locator(".made")).to_contain_text("pseudo")


async def _report(page: Page, post: int) -> None:
    await page.locator(f'#p{post} a[href$="/flag"]').click()
    await page.get_by_role("radio").first.check()
    await page.locator("main form .button:not(.quiet)").click()
    await expect(page.locator("main form")).to_have_count(0)


async def _mark(page: Page) -> None:
    await page.evaluate("window.marked = true")


async def _still_the_same(page: Page) -> None:
    """The page has not been loaded again since it was marked."""
    assert await page.evaluate("window.marked")
