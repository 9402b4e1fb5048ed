"""Words selected in a post become a quote in the reply; what cannot be quoted offers no button."""

import re

from playwright.async_api import Locator, Page, expect

from forum.core.ids import TopicId
from tests.journeys.people import People
from tests.journeys.site import Site

URDU = "ہر شخص کو تعلیم کا حق ہے"
LONG = "Lernen braucht Zeit und Ruhe. " * 90

SELECT = """([first, from, last, to]) => {
  const at = (selector, offset) => {
    const texts = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
    let node = texts.nextNode();
    while (node.data.length < offset) {
      offset -= node.data.length;
      node = texts.nextNode();
    }
    return [node, offset];
  };
  getSelection().setBaseAndExtent(...at(first, from), ...at(last, to));
}"""


async def _select(page: Page, first: str, begin: int, last: str, end: int) -> None:
    await page.evaluate(SELECT, [first, begin, last, end])


async def _open(page: Page, topic: TopicId, locale: str = "en") -> tuple[Locator, Locator]:
    """The button and the reply's text, on a page that is ready."""
    await page.goto(f"/t/{topic}?ui={locale}", wait_until="networkidle")
    return page.locator("button.take"), page.locator("#f-body")


async def test_selected_words_are_quoted_by_mouse_and_by_keyboard(
    site: Site, people: People
) -> None:
    body = "Learning is *free*.\n\n- Rivers [link](https://example.org)\n- 100 snake_case"
    topic = await site.topic(people.robin, body=body)
    first = await site.reply(people.ploy, topic, "เรียนได้ทุกคน")
    second = await site.reply(people.robin, topic, LONG)
    one, two, three = (f"#posts > :nth-child({n}) .text" for n in (1, 2, 3))
    async with site.window(site.a, people.camille) as page:
        button, reply = await _open(page, topic)
        await expect(button).to_have_count(0)
        await _select(page, one, 9, one, 17)
        await button.click()
        await expect(button).to_have_count(0)
        await expect(reply).to_be_focused()
        post = (await page.locator("article").first.get_attribute("id") or "")[1:]
        said = f"> [Robin](/p/{post}):\n>\n> is free.\n\n"
        await expect(reply).to_have_value(said)

        await _select(page, two, 0, three, 9)
        await expect(button).to_have_count(0)
        await page.locator('#posts > :nth-child(2) header a[href$="/language"]').focus()
        await _select(page, two, 0, two, 13)
        await expect(button).to_be_visible()
        await page.keyboard.press("Tab")
        await expect(button).to_be_focused()  # the next stop after the text
        await page.keyboard.press("Enter")
        said += f"> [พลอย](/p/{first}):\n>\n> เรียนได้ทุกคน\n\n"
        await expect(reply).to_have_value(said)
        await page.keyboard.type("Oui.")

        await _select(page, three, 0, three, len(LONG) - 30)
        await button.click()
        await expect(reply).to_have_value(re.compile("…\\s+$"))
        last = (await reply.input_value()).removeprefix(f"{said}Oui.\n\n")
        begin = f"> [Robin](/p/{second}):\n>\n> Lernen braucht"
        assert last.startswith(begin)
        assert 1900 < len(last) < 2100


async def test_words_over_two_posts_offer_nothing_and_marks_stay_what_they_are(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, body="1\\. of *two* [x] a_b \\# `y`\n\n\\- and")
    await site.reply(people.robin, topic, URDU)
    one, two = (f"#posts > :nth-child({n}) .text" for n in (1, 2))
    async with site.window(site.b, people.camille) as page:
        button, reply = await _open(page, topic, "ur")
        await _select(page, two, 0, two, len(URDU))
        await expect(button).to_be_visible()
        box, words = await button.bounding_box(), await page.locator(two).bounding_box()
        assert box is not None
        assert words is not None
        assert words["x"] <= box["x"] <= words["x"] + words["width"] - box["width"]
        await _select(page, one, 0, two, 5)
        await expect(button).to_have_count(0)
        await page.locator(f"{one} p").last.click(click_count=3)
        await expect(button).to_be_visible()
        await _select(page, one, 0, f"{one} p:last-child", 5)
        await button.click()
        await expect(reply).to_have_value(re.compile("and\\s+$"))
        await page.locator("#reply .button:not([name])").click()
        quoted = page.locator("article blockquote")
        await expect(quoted.locator("p").nth(1)).to_have_text("1. of two [x] a_b # y")
        await expect(quoted.locator("p").nth(2)).to_have_text("- and")
