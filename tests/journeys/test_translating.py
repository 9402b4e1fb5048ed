"""A Lao post, its French translation, the mail that quotes it, who corrects it, and their end."""

from playwright.async_api import Locator, Page, expect

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role, Scope
from forum.discussions.rules import PostState
from forum.discussions.tables import Post
from forum.jobs.tables import Job
from forum.notifications import actions as notifications
from forum.notifications.rules import NotificationLevel, Rhythm
from forum.notifications.schemas import MailSettings
from forum.translations.queries import translations
from tests.client import API
from tests.journeys.laotian import COURSE, GREETING, LATER, WORDS, LaoIntoFrench
from tests.journeys.mailbox import Mailbox, until
from tests.journeys.site import Site

BETTER = "Bonjour à toutes et à tous"
LAO = f"{GREETING}\n\n{COURSE}"
THERE, GONE = "there", "gone"


async def test_a_translation_is_corrected_approved_outdated_and_gone(
    site: Site, laotian: LaoIntoFrench
) -> None:
    seng = await site.member("seng", languages=["lo"])
    anouk = await site.member("anouk", languages=["fr"])
    remy = await site.member("remy", Role.MODERATOR, languages=["fr"])
    topic = await site.topic(anouk, title="Tissage", body="Qui sait ?", language="fr")
    await _watch(site, remy, topic)
    post = await site.reply(seng, topic, LAO, language="lo")
    await _is_mailed_in_the_readers_language(site, anouk, post)
    await Mailbox(site, remy).planned()  # of the post, as anouk was told of it, too
    async with site.window(site.a, anouk) as ours, site.window(site.b, remy) as theirs:
        await _read_beside_its_translation(ours, topic, post)
        await _propose(ours, post)
        await _approve(theirs)
        await _stands(ours, topic, post)
        await _is_outdated_by_an_edit(site, laotian, ours, seng, post)
        await _is_gone_with_its_original(site, ours, seng, topic, post)
    await _is_in_no_mail(site, remy)


async def _read_beside_its_translation(page: Page, topic: int, post: int) -> None:
    await page.goto(f"/t/{topic}?lang=fr&view=both")
    shown = page.locator(f"#p{post}")
    await expect(shown.locator(".text[lang=lo]")).to_contain_text(GREETING)
    await expect(shown.locator('[data-translation="machine"]')).to_contain_text(WORDS[GREETING])
    await expect(shown.locator(".made")).to_contain_text("Machine translation from Lao by deepl")


async def _watch(site: Site, who: Actor, topic: TopicId) -> None:
    """Have somebody told at once of all that is written in a topic."""
    async with site.runtime.unit(who) as unit:
        await notifications.change_mail(unit, MailSettings(watched=Rhythm.AT_ONCE))
        await notifications.follow_topic(unit, topic, NotificationLevel.WATCH)


async def _is_mailed_in_the_readers_language(site: Site, who: Actor, post: int) -> None:
    async def translated() -> bool:
        async with site.runtime.database.reading() as db:
            return bool(await translations(db, [f"post:{post}"], "fr"))

    await until(translated)
    (mail,) = await Mailbox(site, who).all_sent()
    assert WORDS[GREETING] in mail.text
    assert "Translated by a machine; the original is on the page." in mail.text
    assert GREETING not in mail.text


async def _propose(page: Page, post: int) -> None:
    await page.locator(f"#p{post} .made .act-member").click()
    box = page.get_by_role("textbox", name="Translation")
    await box.fill(f"{BETTER}\n\n{WORDS[COURSE]}")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("status").first).to_contain_text("you will be told")
    await expect(page.locator('[data-translation="machine"]')).to_contain_text(WORDS[GREETING])


async def _approve(page: Page) -> None:
    await page.goto("/translate?language=fr")
    await page.locator(".entries h2 a").last.click()
    await expect(page.locator("main")).to_contain_text(GREETING)
    await expect(page.locator("ins").first).to_contain_text("Bonjour")
    await expect(page.locator("del").first).to_contain_text("Salut")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator("main .meta").first).to_contain_text("Approved")


async def _stands(page: Page, topic: int, post: int) -> None:
    await page.goto(f"/t/{topic}?lang=fr&view=both")
    shown = page.locator(f"#p{post}")
    await expect(shown.locator('[data-translation="human"]')).to_contain_text(BETTER)
    label = "Translated from Lao by Anouk, reviewed by Remy"
    await expect(shown.locator(".made")).to_contain_text(label)
    history = await page.context.new_page()
    await history.goto(f"/p/{post}/translations/fr")
    steps = history.locator("ol.plain-list > li > strong")
    await expect(steps).to_have_text(["Approved a proposal", "Proposed a correction"])
    await history.close()


async def _is_outdated_by_an_edit(
    site: Site, engine: LaoIntoFrench, page: Page, author: Actor, post: int
) -> None:
    headers = await site.token(author, Scope.READ, Scope.WRITE)
    engine.may_answer.clear()
    try:
        change = {"body": f"{GREETING}\n\n{LATER}", "language": "lo"}
        url = f"{API}/posts/{post}"
        answer = await page.request.patch(url, data=change, headers=headers)
        assert answer.ok
        found = await (await page.request.get(f"{url}?lang=fr")).json()
        assert found["translation"]["status"] == "outdated"
        shown = page.locator(f"#p{post}")
        await expect(shown.locator(".made")).to_contain_text("the original has changed since")
    finally:
        engine.may_answer.set()
    await _has_both_words(page.locator(f"#p{post}"))


async def _has_both_words(shown: Locator) -> None:
    """What a person said of the paragraph that was not edited stays; the other one is new."""
    made = shown.locator('[data-translation="machine"]')
    await expect(made).to_contain_text(BETTER)
    await expect(made).to_contain_text(WORDS[LATER])


async def _is_gone_with_its_original(
    site: Site, page: Page, author: Actor, topic: int, post: int
) -> None:
    headers = await site.token(author, Scope.READ, Scope.WRITE)
    places = {
        "json": f"{API}/topics/{topic}/posts?lang=fr",
        "page": f"/t/{topic}?lang=fr",
        "feed": f"/t/{topic}/feed.atom?lang=fr",
        "search": f"/search?q={BETTER}",
    }
    for path in places.values():
        await _until(page, path, THERE)
    assert (await page.request.delete(f"{API}/posts/{post}", headers=headers)).ok
    await expect(page.locator(f"#p{post}")).to_be_hidden()
    await expect(page.locator("main")).not_to_contain_text(BETTER)
    for path in places.values():
        await _until(page, path, GONE)
    alone = await page.request.get(f"{API}/posts/{post}/translations/fr")
    assert alone.status == 404
    async with site.runtime.database.reading() as db:
        row = await db.get(Post, post)
        assert row is None or row.state == PostState.DELETED
        for job in await db.exec(Job.__table__.select()):  # type: ignore[attr-defined]
            assert BETTER not in str(job)


async def _is_in_no_mail(site: Site, who: Actor) -> None:
    """The mail that was planned tells of what else there is, and not of the post."""
    mails = await Mailbox(site, who).all_sent()
    gone = ("Seng", GREETING, BETTER, WORDS[LATER])
    assert not any(words in mail.subject + mail.text for mail in mails for words in gone)


async def _until(page: Page, path: str, state: str) -> None:
    """Wait until an address answers with the words, or without them."""
    script = """async ([path, words, there]) =>
        (await (await fetch(path)).text()).includes(words) === there"""
    await page.wait_for_function(script, arg=[path, BETTER, state == THERE], polling=200)
