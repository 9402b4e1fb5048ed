"""What was read can be read again without a line, by the one who read it and nobody else."""

import pytest
from playwright.async_api import Error, Page, expect

from forum.discussions.actions import edit_post
from forum.discussions.schemas import PostChange
from tests.journeys.people import People
from tests.journeys.site import Site

KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages "));
  const stores = await Promise.all(names.map((name) => caches.open(name)));
  const requests = (await Promise.all(stores.map((store) => store.keys()))).flat();
  return requests.map(({ url }) => new URL(url).pathname).filter((path) => path !== "/offline");
}"""
UNTIL_KEPT = f"""async (path) => {{
  while (!(await ({KEPT})()).includes(path)) await new Promise(requestAnimationFrame);
}}"""
AS_OF = "main > .notice.warning time"


async def test_a_topic_that_was_read_is_shown_without_a_line_until_its_reader_signs_out(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="To take home")
    address = f"/t/{topic}/to-take-home"
    async with site.window(site.a, people.ploy) as page:
        await page.goto(address)
        await page.evaluate(UNTIL_KEPT, address)
        await expect(page.locator(AS_OF)).to_have_count(0)

        await page.context.set_offline(True)
        await page.reload()
        await expect(page.locator("article")).to_have_count(1)
        await expect(page.locator(AS_OF)).to_have_count(1)
        await page.goto("/library")
        await expect(page.locator("#away")).to_be_visible()
        await page.locator("#kept a").click()
        await page.wait_for_url(f"**{address}")

        await page.context.set_offline(False)
        await _sign_out(page)
        assert await page.evaluate(KEPT) == []
        await page.context.set_offline(True)
        with pytest.raises(Error, match="ERR_FAILED"):
            await page.goto(address)


async def test_a_topic_that_is_read_without_a_line_is_answered_once_when_it_is_back(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="To answer")
    address = f"/t/{topic}/to-answer"
    async with site.window(site.b, people.ploy) as page:
        await page.goto(address)
        await page.evaluate(UNTIL_KEPT, address)
        await page.context.set_offline(True)
        await page.reload()
        await page.locator("#f-body").fill("เขียนบนเรือ")
        await page.locator("#reply .button:not([name])").click()
        await expect(page.locator("[data-kept]").get_by_role("button")).to_be_visible()

        await page.context.set_offline(False)
        answered = page.locator("article", has_text="เขียนบนเรือ")
        await expect(page.locator("main > .notice.success")).to_be_visible()
        for _ in range(2):
            await page.goto(address)
            await expect(answered).to_have_count(1)


async def test_with_a_line_nobody_is_shown_what_a_page_was_before(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="Changing")
    post = await site.reply(people.robin, topic, "As it was.")
    address = f"/t/{topic}/changing"
    async with site.window(site.b) as page:
        await page.goto(address)
        await page.evaluate(UNTIL_KEPT, address)
        async with site.runtime.unit(people.robin) as unit:
            await edit_post(unit, post, PostChange(body="As it is.", version=1))
        await page.reload()
        await expect(page.locator(f"#p{post} .text")).to_have_text("As it is.")
        await expect(page.locator(AS_OF)).to_have_count(0)


async def test_who_comes_after_another_finds_nothing_of_theirs(site: Site, people: People) -> None:
    topic = await site.topic(people.robin, title="Whose")
    address = f"/t/{topic}/whose"
    async with site.window(site.a, people.ploy) as page:
        await page.goto(address)
        await page.evaluate(UNTIL_KEPT, address)
        await site.sign_in(people.camille, page.context, site.a)
        await page.goto("/library")
        await page.wait_for_function("navigator.serviceWorker.controller")
        await page.evaluate(UNTIL_NOTHING_IS_KEPT)


UNTIL_NOTHING_IS_KEPT = f"""async () => {{
  while ((await ({KEPT})()).length) await new Promise(requestAnimationFrame);
}}"""


async def _sign_out(page: Page) -> None:
    await page.locator(".menu:has([action='/sign-out']) summary").click()
    await page.locator("[action='/sign-out'] button").click()
    await page.wait_for_url("**/sign-in?done=signed-out")
