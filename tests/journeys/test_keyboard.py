"""A member who uses no mouse: all is reached by Tab and done by Enter, and the focus is seen."""

import re
from typing import Any

from playwright.async_api import expect

from tests.journeys.keys import press, tab_to, type_in
from tests.journeys.people import People
from tests.journeys.site import PASSWORD, Site

ANSWERED = re.compile(r"[?]at=\d+#p\d+$")
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "reduced_motion": "reduce"}


async def test_signing_in_opening_a_topic_and_replying_take_no_mouse(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="By keyboard")
    async with site.window(site.a, **PHONE) as page:
        await page.goto("/")
        await press(page, 'a[href^="/sign-in"]')
        await type_in(page, "[name=email]", f"{people.camille.handle}@example.org")
        await type_in(page, "[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/")

        await press(page, f'main a[href^="/t/{topic}/"]')
        await page.wait_for_url(f"**/t/{topic}/by-keyboard")
        await type_in(page, "textarea", "Sans souris.")
        await press(page, "form.reply .button")
        await page.wait_for_url(ANSWERED)  # the page before it hears of the post, too
        await expect(page.locator("article", has_text="Sans souris.")).to_be_visible()

        await press(page, 'article a[href$="/reply"]:visible')
        await type_in(page, "textarea", "Encore.")
        await press(page, "main form .button")
        await expect(page.locator("article", has_text="Encore.")).to_be_visible()


async def test_the_content_is_one_press_away(site: Site, people: People) -> None:
    topic = await site.topic(people.robin)
    async with site.window(site.a, **PHONE) as page:
        await page.goto(f"/t/{topic}")
        await press(page, "a.skip", stops=1)
        await expect(page.locator("main")).to_be_focused()


async def test_who_reads_on_is_not_moved_by_a_new_post(site: Site, people: People) -> None:
    topic = await site.topic(people.robin)
    async with site.window(site.b, people.camille, **PHONE) as page:
        await page.goto(f"/t/{topic}")
        await tab_to(page, "textarea")
        await page.keyboard.type("Half a sen")
        post = await site.reply(people.ploy, topic, "Meanwhile.")
        await expect(page.locator(".news button")).to_be_visible()
        await expect(page.locator("textarea")).to_be_focused()
        await page.keyboard.type("tence")
        await press(page, ".news button")
        await expect(page.locator(f"#p{post}")).to_be_focused()
        await expect(page.locator("textarea")).to_have_value("Half a sentence")
