"""A resource is shared in one language, found and answered in another, and its author hears of it.

Once with scripts and once without; the mail goes through a real SMTP server.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from forum.core.actor import Actor
from forum.jobs.runner import Runner
from forum.mail.base import Sender
from forum.mail.smtp import SmtpMailer
from forum.notifications import queries
from forum.notifications.jobs import kinds
from forum.notifications.rules import Rhythm
from forum.notifications.tables import NotificationSettings
from i18n.catalogs import gettext
from tests import factories
from tests.forum.mail.server import MailServer, mail_server
from tests.journeys.french import TEXT, TITLE
from tests.journeys.people import People
from tests.journeys.site import Site

PATIENCE = 20
"""Seconds."""
HERS = ZoneInfo("Asia/Phnom_Penh")
HOUR = 6
"""When she wants her digest."""


@dataclass(frozen=True, slots=True)
class Post:
    """A mail server, and a worker for notifications at any moment."""

    site: Site
    server: MailServer
    mailer: SmtpMailer

    async def at(self, moment: datetime) -> None:
        """Do what is due by then."""
        runtime = replace(self.site.runtime, clock=lambda: moment)
        await Runner(runtime, kinds(self.mailer)).drain()

    def mails(self, to: Actor) -> list[EmailMessage]:
        """What has come for a member."""
        return [
            message_from_bytes(one.content, EmailMessage, policy=default)
            for one in self.server.taken
            if one.rcpt_tos == [f"{to.handle}@example.org"] and isinstance(one.content, bytes)
        ]


@pytest_asyncio.fixture(loop_scope="package")
async def post(site: Site) -> AsyncIterator[Post]:
    """See `Post`."""
    async with mail_server() as server:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", Sender("Forum", "forum@example.org"))
        yield Post(site, server, mailer)
        await mailer.aclose()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
async def test_a_resource_is_shared_translated_found_answered_and_told_of(
    site: Site, people: People, post: Post, *, scripts: bool
) -> None:
    name = "sokha" if scripts else "bopha"
    sokha = await site.member(name, locale="th", languages=["km", "th"], zone=str(HERS))
    space = await factories.space(site.runtime, f"rice-{name}")
    async with (
        site.window(site.a, sokha, java_script_enabled=scripts) as hers,
        site.window(site.b, people.camille, java_script_enabled=scripts) as far,
    ):
        await _choose_a_daily_digest(hers)
        address = await _share(hers, space)
        await _have_it_translated(far, address)
        await _find(far, space, "riziculture")
        await _follow_and_answer(far)

        due = await _planned(site, sokha)
        assert due.astimezone(HERS).hour == HOUR
        await post.at(due)
        (digest,) = post.mails(sokha)
        _check(digest, address)

        await _stop_by_the_page(hers, digest)
        assert (await _chosen(site, sokha)).direct == Rhythm.NEVER
        await _choose_a_daily_digest(hers)
        assert (await _chosen(site, sokha)).direct == Rhythm.DAILY
        await _stop_by_program(site, digest)
        await _answer(far, "Et demain ?")
        await _told(site, sokha, 2)
        assert (await _chosen(site, sokha)).daily_due is None
        await post.at(due + timedelta(days=3))
        assert len(post.mails(sokha)) == 1


async def _choose_a_daily_digest(page: Page) -> None:
    await page.goto("/settings/notifications")
    for field, value in {"direct": "daily", "watched": "daily", "hour": str(HOUR)}.items():
        await page.locator(f"[name={field}]").select_option(value)
    await page.locator("main form").first.locator(".button").click()
    await expect(page.locator(".notice.success")).to_be_visible()


async def _share(page: Page, space: str) -> str:
    """Share a resource on a card; gives the path of its topic."""
    await page.goto(f"/s/{space}/share")
    await page.locator("[name=title]").fill(TITLE)
    await page.locator("[name=url]").fill(f"https://example.org/{space}")
    await page.locator("[name=licence]").select_option(index=1)
    await page.locator("main form summary").first.click()
    await page.locator("[name=languages][value=km]").check()
    await page.locator("[name=body]").fill(TEXT)
    await page.locator("main form .button:not([name])").click()
    await page.wait_for_url("**/t/**")
    await expect(page.locator("article .text[lang=km]")).to_have_text(TEXT)
    return urlsplit(page.url).path


async def _have_it_translated(page: Page, address: str) -> None:
    await page.goto(f"{address}?lang=fr&view=both")
    made = page.locator('article [data-translation="machine"][lang=fr]')
    await _load_until_there(made)
    await expect(made).to_contain_text("riziculture")


async def _find(page: Page, space: str, word: str) -> None:
    """Look for a word from another page, and open what is found in this space."""
    await page.goto("/library?ui=fr")
    await page.locator("header [name=q]").fill(word)
    await page.locator("header [name=q]").press("Enter")
    hit = page.locator(".hits > li", has=page.locator(f'a[href="/s/{space}"]'))
    await _load_until_there(hit)
    said = gettext("Found in the translation into %(language)s", "fr")
    await expect(hit).to_contain_text(said % {"language": "français"})
    await expect(hit.locator("p[lang=fr] mark")).to_have_text(word)
    await hit.locator("h3 a").click()
    await expect(page.locator("article")).to_have_count(1)


async def _follow_and_answer(page: Page) -> None:
    await page.locator(".follow summary").click()
    await page.locator("[name=level][value=watch]").click()
    await expect(page.locator("[name=level][value=watch]")).to_have_attribute(
        "aria-current", "true"
    )
    await _answer(page, "Merci, nous la suivons ici aussi.")


async def _answer(page: Page, text: str) -> None:
    await page.locator("#reply [name=body]").fill(text)
    await page.locator("#reply .button:not([name])").click()
    await expect(page.locator("article", has_text=text)).to_be_visible()


def _check(digest: EmailMessage, address: str) -> None:
    """She reads Thai, and what happened where."""
    assert digest["Content-Language"] == "th"
    assert TITLE in digest["Subject"]
    text = digest.get_body(("plain",))
    assert text is not None
    assert "Camille" in text.get_content()
    assert unquote(address) in unquote(text.get_content())
    assert gettext("Stop such mail", "th") in text.get_content()


def _stop(digest: EmailMessage) -> str:
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return urlsplit(digest["List-Unsubscribe"].strip("<>")).path


async def _stop_by_the_page(page: Page, digest: EmailMessage) -> None:
    await page.goto(_stop(digest))
    await page.locator("main form .button").click()
    await expect(page.locator("h1")).to_have_text(gettext("Mail is stopped", "th"))


async def _stop_by_program(site: Site, digest: EmailMessage) -> None:
    """As a mail program does it: no cookie, no page before (RFC 8058)."""
    async with httpx2.AsyncClient(base_url=site.b.url) as program:
        answer = await program.post(_stop(digest), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def _chosen(site: Site, who: Actor) -> NotificationSettings:
    async with site.runtime.database.reading() as db:
        return await queries.mail_settings(db, who.require_member())


async def _planned(site: Site, who: Actor) -> datetime:
    """When the digest goes out that the answer has had planned."""
    async with asyncio.timeout(PATIENCE):
        while (due := (await _chosen(site, who)).daily_due) is None:  # noqa: ASYNC110 (another process)
            await asyncio.sleep(0.1)
    return due


async def _told(site: Site, who: Actor, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await _unread(site, who) < count:  # noqa: ASYNC110 (another process)
            await asyncio.sleep(0.1)


async def _unread(site: Site, who: Actor) -> int:
    async with site.runtime.database.reading() as db:
        return (await queries.unread(db, who)).count


async def _load_until_there(what: Locator) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await what.count():
            await asyncio.sleep(0.2)
            await what.page.reload()
