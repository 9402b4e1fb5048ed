"""A member who uses no mouse: all is reached by Tab and done by Enter, and the focus is seen."""

from typing import Any

from playwright.async_api import Page, expect

from tests.journeys.people import People
from tests.journeys.site import PASSWORD, Site

MOST_STOPS = 60
"""Stops between two controls that a person would put up with."""
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "reduced_motion": "reduce"}

FOCUSED = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return {
    tag: here.tagName,
    name: here.name || here.getAttribute("href") || here.type,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


async def test_signing_in_opening_a_topic_and_replying_take_no_mouse(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, title="By keyboard")
    async with site.window(site.a, **PHONE) as page:
        await page.goto("/")
        await _press(page, 'a[href^="/sign-in"]')
        await _type(page, "[name=email]", f"{people.camille.handle}@example.org")
        await _type(page, "[name=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/")

        await _press(page, f'main a[href^="/t/{topic}/"]')
        await page.wait_for_url(f"**/t/{topic}/by-keyboard")
        await _type(page, "textarea", "Sans souris.")
        await _press(page, "form.reply .button")
        await expect(page.locator("article", has_text="Sans souris.")).to_be_visible()

        await _press(page, 'article a[href$="/reply"]:visible')
        await _type(page, "textarea", "Encore.")
        await _press(page, "main form .button")
        await expect(page.locator("article", has_text="Encore.")).to_be_visible()


async def test_the_content_is_one_press_away(site: Site, people: People) -> None:
    topic = await site.topic(people.robin)
    async with site.window(site.a, **PHONE) as page:
        await page.goto(f"/t/{topic}")
        await _press(page, "a.skip", stops=1)
        await expect(page.locator("main")).to_be_focused()


async def test_who_reads_on_is_not_moved_by_a_new_post(site: Site, people: People) -> None:
    topic = await site.topic(people.robin)
    async with site.window(site.b, people.camille, **PHONE) as page:
        await page.goto(f"/t/{topic}")
        await _tab_to(page, "textarea")
        await page.keyboard.type("Half a sen")
        post = await site.reply(people.ploy, topic, "Meanwhile.")
        await expect(page.locator(".news button")).to_be_visible()
        await expect(page.locator("textarea")).to_be_focused()
        await page.keyboard.type("tence")
        await _press(page, ".news button")
        await expect(page.locator(f"#p{post}")).to_be_focused()
        await expect(page.locator("textarea")).to_have_value("Half a sentence")


async def _press(page: Page, selector: str, *, stops: int = MOST_STOPS) -> None:
    await _tab_to(page, selector, stops=stops)
    await page.keyboard.press("Enter")


async def _type(page: Page, selector: str, text: str) -> None:
    await _tab_to(page, selector)
    await page.keyboard.type(text)


async def _tab_to(page: Page, selector: str, *, stops: int = MOST_STOPS) -> None:
    """Go from control to control; each must show that it has the focus, and be on the screen."""
    wanted = page.locator(selector).first
    await wanted.wait_for(state="attached")
    passed = []
    for _ in range(stops):
        await page.keyboard.press("Tab")
        here = await page.evaluate(FOCUSED)
        passed.append(f"{here['tag']} {here['name']}")
        assert here["tag"] == "BODY" or (here["outline"] >= 2 and here["seen"]), passed[-1]
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} was not reached: {passed}")
