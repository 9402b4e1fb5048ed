"""A demonstration as a process of its own, with what makes an address of every page."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Page
from starlette.requests import Request

from forum.accounts import actions, queries, words
from forum.accounts.identity import actor_for
from forum.accounts.rules import LinkPurpose
from forum.accounts.schemas import Newcomer
from forum.accounts.tables import MailLink
from forum.accounts.waiting import PAGE as WAITING
from forum.accounts.waiting import lead_there
from forum.admin.actions import make_role
from forum.admin.schemas import RoleDraft
from forum.core.actor import SYSTEM, Actor, Limits
from forum.core.ids import AuditId, HeldId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Permission, Role
from forum.demo.content import read_script
from forum.demo.fill import fill
from forum.discussions import holding
from forum.discussions.actions import edit_post, reply
from forum.discussions.queries.topics import TopicFilter, topics_page
from forum.discussions.rules import Kind
from forum.discussions.schemas import HeldOut, PostChange, PostDraft
from forum.invitations import words as invitation_words
from forum.invitations.queries import add as add_invitations
from forum.invitations.tables import Invitation
from forum.moderation import actions as moderation
from forum.moderation.acts import make
from forum.moderation.bulk import actions as bulk
from forum.moderation.bulk.schemas import BulkIn, BulkQuery
from forum.moderation.mails import word_for
from forum.moderation.schemas import AppealDraft
from forum.notifications.rules import Group
from forum.notifications.words import proof_word, unsubscribe_word
from forum.reviews.actions import correct as propose
from forum.runtime import Runtime
from forum.site.actions import write_text
from forum.site.rules import NOTICES
from forum.site.schemas import TextDraft
from forum.translations.schemas import Correction
from forum.web.identity import SIGN_IN_COOKIE
from forum.webhooks import actions as webhooks
from forum.webhooks.schemas import WebhookDraft
from tests.addresses import ADMINISTRATORS, EXAMPLES, VISITORS
from tests.journeys.demo_session import furnish_session
from tests.journeys.site import SECRET, behind
from tests.processes import ServeProcess

MODERATOR, ADMINISTRATOR = "demo-moderator", "demo-admin"


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A demonstration that runs.

    Attributes:
        url: where it is.
        names: what the braces in `tests.addresses.EXAMPLES` stand for.
        waiting: name and value of the cookie of somebody whose registration waits.
    """

    url: str
    browser: Browser
    runtime: Runtime
    names: Mapping[str, object]
    waiting: Mapping[str, str]

    @asynccontextmanager
    async def windows(self, script: str) -> AsyncIterator["Windows"]:
        """A browser's windows, one for each kind of reader; `script` runs in every page first.

        No service worker fetches pages for another time meanwhile, and nothing is painted where
        that can be had: pages are laid out whenever a script asks for a measure.
        """
        pages: dict[str, Page] = {}
        try:
            for handle in ("", MODERATOR, ADMINISTRATOR):
                context = await self.browser.new_context(
                    base_url=self.url, service_workers="block", reduced_motion="reduce"
                )
                await context.add_init_script(script)
                pages[handle] = await _unpainted(context)
                if handle:
                    await self._sign_in(context, handle)
                else:
                    await context.add_cookies([{**self.waiting, "url": f"{self.url}{WAITING}"}])  # type: ignore[list-item]
            yield Windows(pages, self.names)
        finally:
            for page in pages.values():
                await page.context.close()

    async def _sign_in(self, context: BrowserContext, handle: str) -> None:
        who = await _actor(self.runtime, handle)
        async with self.runtime.unit(who) as unit:
            word = await actions.sign_in(unit, who.require_member(), "test")
        await context.add_cookies([{"name": SIGN_IN_COOKIE, "value": word, "url": self.url}])


async def _unpainted(context: BrowserContext) -> Page:
    """A page that paints when it is told to; one like any other where Chromium has a window."""
    page = await context.new_page()
    own = await context.new_cdp_session(page)
    where = (await own.send("Target.getTargetInfo"))["targetInfo"]["browserContextId"]
    assert context.browser is not None
    whole = await context.browser.new_browser_cdp_session()
    try:
        async with context.expect_page() as found:
            told = {"browserContextId": where, "enableBeginFrameControl": True}
            await whole.send("Target.createTarget", {"url": "about:blank", **told})
    except Error:
        return page
    finally:
        await whole.detach()
    await page.close()
    return await found.value


@dataclass(frozen=True, slots=True)
class Windows:
    """Where a page is opened by whoever it is shown to."""

    pages: Mapping[str, Page]
    names: Mapping[str, object]

    def of(self, route: str) -> tuple[Page, str]:
        """The window for the page of a route, and the page's address."""
        handle = "" if route in VISITORS else MODERATOR
        handle = ADMINISTRATOR if route in ADMINISTRATORS else handle
        return self.pages[handle], EXAMPLES[route].format_map(self.names)


@asynccontextmanager
async def demo_site(database: str, folder: Path, browser: Browser) -> AsyncIterator[DemoSite]:
    """Fill an empty database that has its tables, and serve it as long as the block lasts."""
    settings = {
        "FORUM_DATABASE": database,
        "FORUM_DATA": str(folder),
        "FORUM_SECRET": SECRET,
        "FORUM_MODE": "demo",
        "FORUM_MAIL": f"folder:{folder / 'mail'}",
    }
    async with behind(settings) as runtime:
        await fill(runtime, read_script(), lambda _: None)
        waiting, names = await _waits(runtime), await _furnish(runtime)
        with ServeProcess(settings, folder=folder) as process:
            yield DemoSite(process.url, browser, runtime, names, waiting)


async def _role(runtime: Runtime) -> None:
    draft = RoleDraft(word="desk", name="Help desk", permissions=[Permission.FLAG_RESOLVE])
    async with runtime.unit(await _actor(runtime, ADMINISTRATOR)) as unit:
        await make_role(unit, draft)


async def _webhook(runtime: Runtime) -> int:
    draft = WebhookDraft(name="Mirror", url="https://mirror.example/", events=["post.added"])
    async with runtime.unit(await _actor(runtime, ADMINISTRATOR)) as unit:
        number = (await webhooks.make(unit, draft, runtime.settings)).id or 0
        await webhooks.ping(unit, number)
    return number


async def _notices(runtime: Runtime) -> None:
    async with runtime.unit(await _actor(runtime, ADMINISTRATOR)) as unit:
        for kind in NOTICES:
            await write_text(unit, kind, "en", TextDraft(text="Be **kind**."))


async def _waits(runtime: Runtime) -> Mapping[str, str]:
    """Somebody whose registration waits; the cookie of their browser."""
    draft = Newcomer(name="ນາງ ສົມສີ", email="somsy@example.org", organisation="NUOL")
    joining = actions.Joining(draft, "", "lo", waits=True, about="I teach.\nI would like to share.")
    async with runtime.unit(SYSTEM) as unit:
        member_id = await actions.add_verified(unit, joining, Role.MEMBER)
    async with runtime.database.reading() as db:
        member = await queries.member_by_id(db, member_id)
    request: Request[Any] = Request({"type": "http", "state": {"runtime": runtime}})
    told = lead_there(request, member).headers["set-cookie"].partition(";")[0]
    name, _, value = told.partition("=")
    return {"name": name, "value": value}


async def _invited(runtime: Runtime) -> str:
    # Stored without the job that sends it, which would give the link another word.
    word, by = invitation_words.fresh(runtime.key), await _actor(runtime, ADMINISTRATOR)
    async with runtime.unit(by) as unit:
        row = Invitation(
            email="new@example.org",
            email_key="new@example.org",
            language="en",
            hash=words.digest(word),
            days=14,
            invited_by_id=by.require_member(),
            made_at=unit.now,
            sent_at=unit.now,
            expires_at=unit.now + timedelta(days=14),
        )
        await add_invitations(unit.db, [row])
    return word


async def _held(runtime: Runtime, topic: TopicId) -> HeldId:
    author = replace(await _actor(runtime, "camille"), limits=Limits(held=True))
    async with runtime.unit(author) as unit:
        made = await holding.reply(unit, topic, PostDraft(body="> Quoted.\n\nThis waits."))
        assert isinstance(made, HeldOut)
        return made.id


async def _proposed(runtime: Runtime, topic: TopicId) -> int:
    camille = replace(await _actor(runtime, "camille"), reads=("fr", "th"))
    post = await _reply(runtime, await _actor(runtime, MODERATOR), topic)
    async with runtime.unit(camille) as unit:
        text = Correction(body="Nous en connaissons *trois*.")
        found = await propose(unit, f"post:{post}", "fr", text)
    assert found is not None
    return found


async def _furnish(runtime: Runtime) -> Mapping[str, object]:
    moderator, camille = await _actor(runtime, MODERATOR), await _actor(runtime, "camille")
    question = await _first(runtime, Kind.QUESTION)
    decision = await _decided(runtime, moderator, await _reply(runtime, camille, question))
    await _appealed(runtime, camille, decision)
    await _role(runtime)
    await _notices(runtime)
    invitation = await _invited(runtime)
    return {
        **await furnish_session(runtime, moderator, camille),
        "invitation": invitation,
        "role": "desk",
        "webhook": await _webhook(runtime),
        "held": await _held(runtime, question),
        "member": camille.member_id,
        "run": await _run(runtime, moderator, camille, question),
        "decision": decision,
        "decision_word": word_for(runtime.key, camille.require_member(), decision),
        "question": question,
        "resource": await _first(runtime, Kind.RESOURCE),
        "answer": await _reply(runtime, camille, question),
        "proposal": await _proposed(runtime, question),
        "own": await _edited(runtime, moderator, await _reply(runtime, moderator, question)),
        "prove": proof_word(
            runtime.key, camille.require_member(), "camille@example.org", runtime.clock()
        ),
        "unsubscribe": unsubscribe_word(
            runtime.key, camille.require_member(), list(Group), runtime.clock()
        ),
        **{
            purpose.value: await _link(runtime, camille, purpose)
            for purpose in (LinkPurpose.RESET, LinkPurpose.ADDRESS, LinkPurpose.STAY)
        },
    }


async def _run(runtime: Runtime, moderator: Actor, author: Actor, topic: TopicId) -> int:
    """One act on many posts, of which there is one."""
    async with runtime.unit(author) as unit:
        await reply(unit, topic, PostDraft(body="Cheap watches."))
    async with runtime.unit(moderator) as unit:
        query = BulkQuery(author="camille", words="cheap watches")
        asked = BulkIn(act="hide_post", reason="It sells watches.", query=query)
        return (await bulk.start(unit, asked)).id or 0


async def _actor(runtime: Runtime, handle: str) -> Actor:
    async with runtime.database.reading() as db:
        return actor_for(await queries.member_by_handle(db, SYSTEM, handle))


async def _first(runtime: Runtime, kind: Kind) -> TopicId:
    async with runtime.database.reading() as db:
        found = await topics_page(db, Actor(), TopicFilter(kind=kind, sort="new"), Window(1))
    return found.items[0].id


async def _reply(runtime: Runtime, author: Actor, topic: TopicId) -> int:
    async with runtime.unit(author) as unit:
        return (await reply(unit, topic, PostDraft(body="> Quoted.\n\nAnswered `so`."))).id


async def _edited(runtime: Runtime, author: Actor, post: int) -> int:
    async with runtime.unit(author) as unit:
        await edit_post(unit, post, PostChange(body="Answered *otherwise*.", version=1))  # type: ignore[arg-type]
    return post


async def _link(runtime: Runtime, member: Actor, purpose: LinkPurpose) -> str:
    word = words.fresh()
    async with runtime.unit(SYSTEM) as unit:
        link = MailLink(
            member_id=member.require_member(),
            purpose=purpose,
            hash=words.digest(word),
            address="camille@example.net",
            expires_at=unit.now + timedelta(days=1),
        )
        queries.add_link(unit.db, link)
    return word


async def _decided(runtime: Runtime, moderator: Actor, post: int) -> AuditId:
    async with runtime.unit(moderator) as unit:
        act = make("hide_post", f"post:{post}", "It says the same as another post.")
        return await moderation.carry_out(unit, act)


async def _appealed(runtime: Runtime, author: Actor, decision: AuditId) -> None:
    async with runtime.unit(author) as unit:
        await moderation.appeal(unit, decision, AppealDraft(text="Il dit autre chose."))
