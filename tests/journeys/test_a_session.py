"""A meeting of people who share no language, in real browsers, on two processes.

What happens by itself is waited for on the pages. What can go wrong, such as a wrong clock or a
line that is away, goes wrong on the way.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, expect

from forum.core.actor import Actor
from forum.core.ids import DelegationId, SessionId
from forum.core.permissions import Role
from forum.delegations import actions as delegations
from forum.delegations.rules import Capacity, DelegationKind
from forum.delegations.schemas import DelegationDraft
from forum.live.parts import Part
from forum.live.sessions import queries as sessions
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem
from tests import factories
from tests.journeys.people import People
from tests.journeys.site import Site

WITHIN = 250
"""Milliseconds that every clock agrees to."""
AN_HOUR_WRONG = """
const real = Date.now.bind(Date);
Date.now = () => real() + 3_600_000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length ? given : [real() + 3_600_000])); }
};
"""
NEXT_SECONDS = """() => new Promise((resolve) => {
  const face = document.querySelector("#floor b[data-until]");
  const seen = [];
  new MutationObserver(() => {
    seen.push([face.textContent, performance.timeOrigin + performance.now(), +face.dataset.until]);
    if (seen.length === 3) resolve(seen);
  }).observe(face, { childList: true, characterData: true, subtree: true });
})"""
"""What a clock shows next, when by this machine's own clock, and until when it runs."""


@dataclass(frozen=True, slots=True)
class Hall:
    """A session with its people: a chair, a Thai and a French delegation, one who captions."""

    session: SessionId
    chair: Actor
    captioner: Actor


async def _hall(site: Site, people: People) -> Hall:
    runtime = site.runtime
    chair = await site.member("chanda")
    captioner = await site.member("ines")
    ada = await site.member("ada-hall", Role.ADMIN)
    session = await factories.live_session(runtime, chair, state=SessionState.IN_SESSION)
    await factories.participant(runtime, session, chair, Part.CHAIR)
    await factories.participant(runtime, session, captioner, Part.CAPTIONER)
    for who, code in ((people.ploy, "TH"), (people.camille, "FR")):
        acting = {"delegation_id": await _delegation(site, ada, code), "capacity": Capacity.HEAD}
        await factories.participant(runtime, session, who, Part.DELEGATE, **acting)
    titles = ("Opening", "Recognition of open courses")
    async with runtime.unit(chair) as unit:
        for place, title in enumerate(titles, 1):
            item = AgendaItem(session_id=session, place=place, number=str(place), title=title)
            unit.db.add(item)
    return Hall(session, chair, captioner)


async def _delegation(site: Site, ada: Actor, code: str) -> DelegationId:
    draft = DelegationDraft(slug=code.lower(), kind=DelegationKind.PARTNER, partner=code)
    async with site.runtime.unit(ada) as unit:
        return (await delegations.make_delegation(unit, draft)).id


@dataclass(frozen=True, slots=True)
class Windows:
    """The room, as each of them sees it."""

    chair: Page
    ploy: Page
    camille: Page
    olga: Page

    @property
    def all(self) -> tuple[Page, ...]:
        """Every window."""
        return (self.chair, self.ploy, self.camille, self.olga)


@asynccontextmanager
async def _windows(site: Site, people: People, hall: Hall) -> AsyncIterator[Windows]:
    """The room open in all of them; a visitor's device believes that it is an hour later."""
    async with AsyncExitStack() as stack:

        async def opened(at: Any, who: Actor | None, script: str = "") -> Page:
            page = await stack.enter_async_context(site.window(at, who))
            await page.add_init_script(script)
            await page.goto(f"/sessions/{hall.session}")
            await expect(page.locator("[data-line]")).to_have_text(
                await page.locator("#room").get_attribute("data-live") or ""
            )
            return page

        yield Windows(
            chair=await opened(site.a, hall.chair),
            ploy=await opened(site.b, people.ploy),
            camille=await opened(site.a, people.camille),
            olga=await opened(site.b, None, AN_HOUR_WRONG),
        )


async def test_a_session_is_held_by_people_who_share_no_language(
    site: Site, people: People
) -> None:
    hall = await _hall(site, people)
    async with site.runtime.unit(hall.chair) as unit:
        row = await sessions.session_of(unit.db, hall.chair, hall.session)
        row.open_item_id = 2
    async with _windows(site, people, hall) as windows:
        await _take_the_floor(windows)
        await _clocks_agree(windows)


async def _take_the_floor(windows: Windows) -> None:
    chair, ploy = windows.chair, windows.ploy
    await _open_list(chair)
    await ploy.locator("#floor button[value=statement]").click()
    await chair.locator("#floor button[value=call]").click()
    asked = ploy.locator(".asks a")
    await expect(asked).to_be_visible()
    await chair.locator("#floor button[value=start]").click()
    await expect(asked).to_have_count(0)
    for page in windows.all:
        await expect(page.locator("#floor .who")).to_contain_text("พลอย")
        await expect(page.locator("#floor b[data-until]")).to_be_visible()


async def _open_list(chair: Page) -> None:
    await chair.locator("#floor-list summary").click()
    await chair.locator("#floor form[action$='/list'] button").first.click()


async def _clocks_agree(windows: Windows) -> None:
    for page in windows.all:
        for text, at, until in await page.evaluate(NEXT_SECONDS):
            minutes, _, seconds = text.partition(":")
            left = (int(minutes) * 60 + int(seconds)) * 1000
            assert abs(at - (until - left)) < WITHIN, f"{text} shown at {at}"
