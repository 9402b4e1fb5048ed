"""A report in Thai is decided by a moderator who reads French, and the decision is undone."""

import asyncio
from functools import partial

import httpx2
from playwright.async_api import Locator, expect

from forum.core.permissions import Role, Scope
from forum.moderation.acts.hide_post import HidePost
from i18n.catalogs import gettext
from tests.client import API
from tests.journeys.people import People
from tests.journeys.site import Site

THAI = "ขายนาฬิการาคาถูก ติดต่อได้ทุกวันที่ร้านของเรา"
REASON = "C’est de la publicité pour des montres."
PATIENCE = 15
"""Seconds."""


async def test_a_thai_report_is_decided_in_french_and_undone(site: Site, people: People) -> None:
    clara = await site.member("clara", Role.MODERATOR, locale="fr", languages=["fr"])
    # Somebody who has written nothing else, so that nothing looks like a flood before the report.
    somchai = await site.member("somchai", locale="th", languages=["th"])
    topic = await site.topic(people.robin, title="Lessons to take home")
    post = await site.reply(somchai, topic, THAI, language="th")
    window = partial(site.window, site.a)
    async with window(clara) as desk, window(somchai) as author:
        await desk.goto("/moderation?language=th&kind=report")
        await _report(site, people, post)
        bar = desk.locator(".news button")
        await expect(bar).to_be_visible(timeout=PATIENCE * 1000)
        await bar.click()

        case = desk.locator(".case", has_text=THAI)
        await expect(case.locator(".quote .text[lang=th]")).to_have_text(THAI)
        await _load_until_there(case.locator(".made", has_text="pseudo"))
        await expect(case.locator('.text[lang="fr"]')).to_contain_text(THAI)  # as pseudo marks it

        await case.locator("[data-decide]").click()
        await desk.locator('[name="act"][value="hide_post"]').check()
        await desk.locator('[name="reason"]').fill(REASON)
        await desk.locator("main form .button:not(.quiet)").click()
        await expect(desk.locator(f"#p{post}")).to_contain_text(REASON)

        await author.goto("/decisions")
        told = gettext(HidePost.told, "th")
        assert told != HidePost.told
        await expect(author.locator("main")).to_contain_text(told)
        # The reason, as pseudo marks it: made since the decision, or since somebody asked.
        await _load_until_there(author.locator("main", has_text="⟦th "))
        await author.locator('main a[href^="/decisions/"]').click()
        await expect(author.locator("main")).to_contain_text(REASON)

        await desk.goto(f"/moderation/audit?target=post:{post}")
        await desk.locator('a[href$="/undo"]').click()
        await desk.locator('[name="reason"]').fill("Je me suis trompée.")
        await desk.locator("main form .button:not(.quiet)").click()
        await author.goto(f"/t/{topic}?view=original")
        await expect(author.locator(f"#p{post}")).to_contain_text(THAI)


async def _report(site: Site, people: People, post: int) -> None:
    headers = await site.token(people.camille, Scope.WRITE)
    async with httpx2.AsyncClient(base_url=site.b.url, headers=headers) as program:
        answer = await program.post(f"{API}/posts/{post}/flags", json={"reason": "spam"})
    assert answer.status_code == 201, answer.text


async def _load_until_there(what: Locator) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await what.count():
            await what.page.reload()
