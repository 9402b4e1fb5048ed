"""A meeting of people who share no language, in real browsers, on two processes.

What happens by itself is waited for on the pages. What can go wrong, such as a wrong clock or a
line that is away, goes wrong on the way.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx2
from playwright.async_api import Page, Route, expect

from forum.core.actor import Actor
from forum.core.permissions import Scope
from tests.client import API
from tests.journeys.hall import Hall, hold
from tests.journeys.people import People
from tests.journeys.site import Site
from tests.processes import ServeProcess

STATEMENT = "หลักสูตรเปิดของเราให้ทุกคนเรียนได้"
QUESTION = "ใครรับรองหลักสูตรเหล่านี้"
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
class Windows:
    """The room, as each of them sees it, and the desk of whoever writes captions."""

    chair: Page
    ploy: Page
    camille: Page
    olga: Page
    desk: Page

    @property
    def rooms(self) -> tuple[Page, ...]:
        """Every window with the room."""
        return (self.chair, self.ploy, self.camille, self.olga)


@asynccontextmanager
async def _windows(site: Site, people: People, hall: Hall) -> AsyncIterator[Windows]:
    """The room open in all of them; a visitor's device believes that it is an hour later."""
    async with AsyncExitStack() as stack:

        async def opened(at: ServeProcess, who: Actor | None, path: str = hall.room) -> Page:
            page = await stack.enter_async_context(site.window(at, who))
            if who is None:
                await page.add_init_script(AN_HOUR_WRONG)
            await page.goto(path)
            return page

        windows = Windows(
            chair=await opened(site.a, hall.chair),
            ploy=await opened(site.b, people.ploy),
            camille=await opened(site.a, people.camille),
            olga=await opened(site.b, None),
            desk=await opened(site.b, hall.captioner, f"{hall.room}/captions/desk?language=en"),
        )
        for page in windows.rooms:
            await _is_told(page, "live")
        yield windows


async def _is_told(page: Page, how: str) -> None:
    """Wait until the page says how its line is: `live` or `away`."""
    words = await page.locator("#room").get_attribute(f"data-{how}")
    await expect(page.locator("[data-line]")).to_have_text(words or "")


async def test_a_session_is_held_by_people_who_share_no_language(
    site: Site, people: People
) -> None:
    hall = await hold(site, people, "hall")
    async with _windows(site, people, hall) as windows:
        await _take_the_floor(hall, windows)
        await _clocks_agree(windows)
        await _captions_are_read_in_another_language(windows)
        await _an_interpreter_is_read_in_that_language_alone(hall, windows)
        await _a_question_is_asked_and_wanted_by_another(windows)
        await _delegations_vote(site, hall, windows)
        await _whoever_is_away_misses_nothing(windows)
        await _the_chair_closes(windows)
        await _what_was_said_becomes_a_thread(hall, windows)


async def _take_the_floor(hall: Hall, windows: Windows) -> None:
    chair, ploy = windows.chair, windows.ploy
    await chair.locator("#agenda form", has_text="Open").nth(1).get_by_role("button").click()
    await chair.locator("#floor-list summary").click()
    await chair.locator("#floor form[action$='/list'] button").first.click()
    await ploy.locator("#floor button[value=statement]").click()
    await ploy.locator("#floor a[href$='/statement']").click()
    await ploy.locator("[name=text]").fill(STATEMENT)
    async with ploy.expect_navigation():
        await ploy.locator("form[action$='/statement'] .button").click()
    await ploy.goto(hall.room)
    await _is_told(ploy, "live")
    await chair.locator("#floor button[value=call]").click()
    asked = ploy.locator(".asks a")
    await expect(asked).to_be_visible()
    await chair.locator("#floor button[value=start]").click()
    await expect(asked).to_have_count(0)
    for page in windows.rooms:
        await expect(page.locator("#floor .who")).to_contain_text("พลอย")
        await expect(page.locator("#floor b[data-until]")).to_be_visible()


async def _clocks_agree(windows: Windows) -> None:
    seen = await asyncio.gather(*(page.evaluate(NEXT_SECONDS) for page in windows.rooms))
    for shown in seen:
        # A busy machine draws one change late or another; a wrong clock draws each of them wrong.
        assert min(abs(_late(*one)) for one in shown) < WITHIN, shown


def _late(text: str, at: float, until: float) -> float:
    """Milliseconds by which a clock shows what is left after it is so."""
    minutes, _, seconds = text.partition(":")
    return at - (until - (int(minutes) * 60 + int(seconds)) * 1000)


async def _captions_are_read_in_another_language(windows: Windows) -> None:
    await windows.desk.locator("[name=text]").fill("Thank you, Chair.")
    await windows.desk.locator("[name=text]").press("Enter")
    lines = windows.camille.locator("#captions-lines li")
    await expect(lines).to_have_count(1)
    await expect(lines.locator("[lang=fr][data-translation]")).to_be_visible()
    await expect(windows.olga.locator("#captions-lines li")).to_have_text("Thank you, Chair.")
    await windows.desk.context.set_offline(True)
    await windows.desk.locator("[name=text]").fill("Delegates applaud.")
    await windows.desk.locator("[name=text]").press("Enter")
    await windows.desk.locator("[name=text]").fill("It is noon.")
    await windows.desk.locator("[name=text]").press("Enter")
    await windows.desk.context.set_offline(False)
    spoken = ["Thank you, Chair.", "Delegates applaud.", "It is noon."]
    await expect(windows.olga.locator("#captions-lines li")).to_have_text(spoken)


async def _an_interpreter_is_read_in_that_language_alone(hall: Hall, windows: Windows) -> None:
    desk, said = windows.desk, "Merci, Madame la Présidente."
    await desk.goto(f"{hall.room}/captions/desk?language=fr&via=interpreted")
    await desk.locator("[name=text]").fill(said)
    await desk.locator("[name=text]").press("Enter")
    lines = windows.camille.locator("#captions-lines li")
    await expect(lines.last).to_contain_text(said)
    await expect(windows.olga.locator("#captions-lines li")).to_have_count(3)


async def _a_question_is_asked_and_wanted_by_another(windows: Windows) -> None:
    ploy, camille = windows.ploy, windows.camille
    # Who writes elsewhere at the same time loses nothing by what happens meanwhile.
    await camille.locator("#chat-text").fill("Je réfléchis")
    await ploy.locator("#questions-text").fill(QUESTION)
    await ploy.locator("#questions-text").press("Enter")
    await expect(ploy.locator("#questions-text")).to_have_value("")
    question = camille.locator("#questions-open li").first
    async with _server_is_an_hour_ahead(camille):
        await question.locator("form[action$='/vote'] button").click()
        await expect(camille.locator("#floor b[data-until]")).to_contain_text("−")
    await expect(question.locator("form[action$='/unvote'] button")).to_be_visible()
    await expect(windows.chair.locator("#questions-open li").first).to_contain_text("1 vote")
    await expect(camille.locator("#chat-text")).to_have_value("Je réfléchis")
    await question.locator("form[action$='/unvote'] button").click()
    await expect(camille.locator("#floor b[data-until]")).not_to_contain_text("−")


@asynccontextmanager
async def _server_is_an_hour_ahead(page: Page) -> AsyncIterator[None]:
    """Let the server's clock jump, as its answers tell a page, and then jump back."""

    async def later(route: Route) -> None:
        answer = await route.fetch()
        text = re.sub(
            r'(?<=data-now=")\d+', lambda ms: str(int(ms[0]) + 3_600_000), await answer.text()
        )
        await route.fulfill(response=answer, body=text)

    await page.route("**/panels?*", later)
    yield
    await page.unroute_all(behavior="wait")  # an answer may still be on its way


async def _delegations_vote(site: Site, hall: Hall, windows: Windows) -> None:
    draft = {"title": "Shall we share?", "language": "en", "method": "show_of_hands"}
    token = await site.token(hall.chair, Scope.READ, Scope.WRITE)
    async with httpx2.AsyncClient(base_url=site.a.url, headers=token) as program:
        answer = await program.post(
            f"{API}/sessions/{hall.session}/polls", json={**draft, "is_open": True}
        )
    assert answer.status_code == 201, answer.text
    for page in (windows.ploy, windows.camille):
        await page.locator("#decisions form[action$='/vote'] button[value=yes]").click()
    in_favour = f'[data-count="tally {answer.json()["id"]} yes"]'
    await expect(windows.olga.locator(in_favour)).to_have_text("2")
    await windows.chair.locator("#decisions form[action$='/close'] button").click()
    for page in windows.rooms:
        await expect(page.locator("#decisions form[action$='/vote']")).to_have_count(0)


async def _whoever_is_away_misses_nothing(windows: Windows) -> None:
    camille, context = windows.camille, windows.camille.context
    await context.set_offline(True)
    await _is_told(camille, "away")
    await camille.locator("#chat-text").fill("Écrit dans le train.")
    await camille.locator("#chat-text").press("Enter")
    await expect(camille.locator("#chat [data-mine]")).to_have_text(
        await camille.locator("#room").get_attribute("data-kept") or ""
    )
    await windows.ploy.locator("#chat-text").fill("เราจบแล้ว")
    await windows.ploy.locator("#chat-text").press("Enter")
    await _the_chair_s_line_drops(windows.chair)
    await windows.chair.locator("#floor button[value=stop]").click()
    await expect(windows.olga.locator("#floor b[data-until]")).to_have_count(0)
    await context.set_offline(False)
    await _is_told(camille, "live")
    await expect(camille.locator("#floor b[data-until]")).to_have_count(0)
    for page in windows.rooms:
        await expect(page.locator("#chat-lines li[id]")).to_have_count(2)
    await expect(windows.olga.locator("#chat-lines")).to_contain_text("Camille")


async def _the_chair_s_line_drops(chair: Page) -> None:
    """What a chair orders waits for nothing: it was not done, and is said not to be."""
    stop = chair.locator("#floor form", has=chair.locator("button[value=stop]"))
    await chair.context.set_offline(True)
    await stop.locator("button[value=stop]").click()
    lost = await chair.locator("#room").get_attribute("data-lost")
    await expect(stop.locator("[data-mine]")).to_have_text(lost or "")
    await chair.context.set_offline(False)
    await _is_told(chair, "live")


async def _the_chair_closes(windows: Windows) -> None:
    await windows.chair.locator("#desk form[data-key^='desk-closed'] button").click()
    await expect(windows.chair.locator("#session-state")).to_have_text("Closed")
    for page in windows.rooms:
        await expect(page.locator("#chat-text")).to_have_count(0)


async def _what_was_said_becomes_a_thread(hall: Hall, windows: Windows) -> None:
    """By one act of the chair; whoever reads it comes to the moment in the record, and answers."""
    chair, camille = windows.chair, windows.camille
    await chair.goto(f"{hall.room}/record")
    await chair.locator("form[action$='/hand-over'] button").click()
    topics = chair.locator("[aria-labelledby=topics] a[href^='/t/']")
    await expect(topics).to_have_count(2)
    await camille.goto(await topics.last.get_attribute("href") or "")
    first, theirs = camille.locator("article").first, camille.locator("article", has_text="พลอย")
    await expect(first).to_contain_text(QUESTION)
    await expect(first).to_contain_text("Shall we share?")
    await expect(theirs.filter(has_text=STATEMENT)).to_have_count(1)
    await first.locator("a[href*='/record#at-']").last.click()
    await expect(camille.locator(":target")).to_be_visible()
