"""Lists of topics stand still while one reads, and say how many topics have news."""

from playwright.async_api import Locator, Page, Route, expect

from forum.core.actor import SYSTEM, Actor
from forum.core.ids import TopicId
from forum.db.log import trim
from i18n.catalogs import ngettext
from tests import factories
from tests.journeys.people import People
from tests.journeys.site import Site


def _news(count: int, locale: str) -> str:
    words = ngettext("%(num)s topic has news", "%(num)s topics have news", count, locale)
    return words % {"num": count}


async def test_a_list_says_what_came_and_shows_it_when_asked(site: Site, people: People) -> None:
    first = await site.topic(people.robin, title="First")
    second = await _another(site, people.robin, "Second")
    async with (
        site.window(site.a) as visitor,
        site.window(site.b, people.camille) as member,
    ):
        pages = {visitor: ("/", "en"), member: (f"/s/{site.space}", "fr")}
        for page, (url, _) in pages.items():
            await page.goto(url)
            await expect(_titles(page, first, second)).to_have_text(["Second", "First"])
            await page.evaluate("window.marked = true")
        await site.reply(people.ploy, first, "News.")
        await site.reply(people.ploy, first, "More news.")
        for page, (_, locale) in pages.items():
            await expect(page.get_by_role("status").get_by_text(_news(1, locale))).to_be_visible()
        third = await _another(site, people.ploy, "Third")
        await site.reply(people.ploy, first, "The latest.")
        for page, (_, locale) in pages.items():
            bar = page.get_by_role("button", name=_news(2, locale))
            await expect(bar).to_be_visible()
            await expect(page.locator(".news")).to_have_attribute("aria-live", "off")
            await expect(_titles(page, first, second, third)).to_have_text(["Second", "First"])
            await bar.press("Enter")
            news = ["First", "Third", "Second"]
            await expect(_titles(page, first, second, third)).to_have_text(news)
            await expect(_titles(page, first)).to_be_focused()
            await expect(page.locator(".news button")).to_be_hidden()
            assert await page.evaluate("window.marked")


async def test_a_list_that_missed_news_looks_for_it(site: Site, people: People) -> None:
    topic = await site.topic(people.robin, title="Missed")
    other = await _another(site, people.robin, "As it was")
    channel = f"space:{site.space}"

    async def while_the_line_is_slow(asked: Route) -> None:
        await site.reply(people.ploy, topic, "Nobody hears of it.")
        async with site.runtime.unit(SYSTEM) as unit:
            assert await trim(unit.db, channel, keep=0) > 0
        await asked.continue_()

    # A service worker would ask for scripts by itself, and past the route.
    async with site.window(site.b, service_workers="block") as page:
        await page.route("**/lists.js*", while_the_line_is_slow)
        await page.goto(f"/s/{site.space}")
        await page.get_by_role("button", name=_news(1, "en")).click()
        await expect(_titles(page, topic, other)).to_have_text(["Missed", "As it was"])
        await expect(page.locator(".news button")).to_be_hidden()


async def _another(site: Site, author: Actor, title: str) -> TopicId:
    """One more topic, in the space that was made last."""
    return await factories.topic(site.runtime, author, site.space, title=title)


def _titles(page: Page, *topics: TopicId) -> Locator:
    return page.locator(", ".join(f'[data-topic="{one}"] h3 a[dir]' for one in topics))
