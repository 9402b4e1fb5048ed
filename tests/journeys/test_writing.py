"""Somebody writes, the line goes away, and comes back."""

from playwright.async_api import Locator, Page, expect

from forum.core.ids import TopicId
from forum.core.paging import Window
from forum.discussions import queries
from tests.journeys.people import People
from tests.journeys.site import Site


async def _texts(site: Site, people: People, topic: TopicId) -> list[str]:
    async with site.runtime.database.reading() as db:
        posts = await queries.posts_page(db, people.robin, topic, "flat", Window(100))
    return [post.body.source for post in posts.items]


async def _editor(page: Page, topic: TopicId) -> tuple[Locator, Locator]:
    """The text of a topic's reply and what is said of its draft, once the editor is there."""
    await page.goto(f"/t/{topic}")
    text = page.locator("#f-body")
    async with page.expect_response("**/me/drafts/*"):  # asked for by the last of its scripts
        await text.focus()
    return text, page.locator("[data-kept]")


async def test_a_draft_follows_its_member_and_is_posted_once_when_the_line_is_back(
    site: Site, people: People
) -> None:
    topic = await site.topic(people.robin, body="What do you say?")
    async with site.window(site.a, people.camille) as page:
        text, said = await _editor(page, topic)
        async with page.expect_response(
            lambda answer: answer.request.method == "PUT" and answer.ok, timeout=30_000
        ):
            await text.fill("Begun on one device")
        async with site.window(site.b, people.camille) as other:
            same, _ = await _editor(other, topic)
            await expect(same).to_have_value("Begun on one device")
        await text.fill("Ended on the first")
        await page.context.set_offline(True)
        await page.locator("#reply .button:not([name])").click()
        await expect(said.get_by_role("button")).to_be_visible()
        await expect(text).to_have_value("")
        assert await _texts(site, people, topic) == ["What do you say?"]
        await page.context.set_offline(False)
        await expect(page.locator("main > .notice.success")).to_be_visible()
        assert await _texts(site, people, topic) == ["What do you say?", "Ended on the first"]
        text, _ = await _editor(page, topic)
        await expect(text).to_have_value("")
        await text.fill("Sent twice by a hasty hand")
        async with page.expect_navigation():
            await page.locator("#reply .button:not([name])").dblclick()
        assert (await _texts(site, people, topic))[2:] == ["Sent twice by a hasty hand"]
