"""Twenty minutes of debate in fast time: the record is what was said, and what everybody saw."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.async_api import Page, expect

from forum.core.permissions import Scope
from forum.live.sessions.states import SessionState
from tests.client import API
from tests.journeys.debate import REACH, RECOGNISE, SCRIPT, SPOKEN, TOMORROW
from tests.journeys.hall import Hall, hold
from tests.journeys.people import People
from tests.journeys.player import Player
from tests.journeys.site import Site
from tests.processes import ServeProcess
from tests.services.clocks import MovedClock

KEEP_WHAT_IS_SEEN = """
const seen = (window.seen = {});
new MutationObserver(() => {
  for (const line of document.querySelectorAll("#chat-lines > li[id], #captions-lines > li[id]")) {
    const text = line.querySelector(".text");
    const isOriginal = text && !("translation" in text.dataset);
    seen[line.id] = isOriginal ? text.textContent : seen[line.id] ?? null;
  }
}).observe(document, { childList: true, subtree: true });
"""
"""Notes each line that ever stood on the page, and its words where they were the original's."""
KINDS = {"caption": "captions", "chat": "chat"}
LATE = timedelta(seconds=5)
"""By how much an act may be later than the script says, on a busy machine."""


@pytest.fixture
def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path / "ahead")


@pytest.fixture
def pair(
    clock: MovedClock, settings: dict[str, str], tmp_path: Path
) -> Iterator[tuple[ServeProcess, ServeProcess]]:
    """Two processes of the forum by a clock that is moved."""
    env = {**settings, **clock.setting}
    both = ServeProcess(env, folder=tmp_path), ServeProcess(env, folder=tmp_path)
    try:
        for one in both:
            one.start()
        yield both
    finally:
        for one in both:  # nothing is asked of them any more: work in hand need not be waited for
            one.kill()


async def test_the_record_of_twenty_minutes_is_what_everybody_saw(
    site: Site, people: People, pair: tuple[ServeProcess, ServeProcess], clock: MovedClock
) -> None:
    hall = await hold(site, people, "debate", SessionState.LOBBY)
    async with AsyncExitStack() as stack:
        player = await stack.enter_async_context(_player(site, people, hall, pair))
        windows: dict[str, Page] = {}
        for name, at, who in (
            ("ploy", pair[1], people.ploy),
            ("camille", pair[0], people.camille),
            ("olga", pair[1], None),
        ):
            page = await stack.enter_async_context(site.window(at, who))
            await page.add_init_script(KEEP_WHAT_IS_SEEN)
            await page.goto(hall.room)
            await _is_told(page, "live")
            windows[name] = page
        began = await _play(player, windows, clock)
        found = await _recorded(player)
        _check_the_record(found, player, began)
        for page in windows.values():
            await _check_what_was_seen(page, player)
        await _check_the_votes(windows["olga"], player)


@asynccontextmanager
async def _player(
    site: Site, people: People, hall: Hall, pair: tuple[ServeProcess, ServeProcess]
) -> AsyncIterator[Player]:
    who = {
        "chanda": hall.chair,
        "ines": hall.captioner,
        "ploy": people.ploy,
        "camille": people.camille,
    }
    tokens = {name: await site.token(one, Scope.READ, Scope.WRITE) for name, one in who.items()}
    async with (
        httpx2.AsyncClient(base_url=pair[0].url, timeout=30) as a,
        httpx2.AsyncClient(base_url=pair[1].url, timeout=30) as b,
    ):
        yield Player((a, b), hall, tokens)


async def _is_told(page: Page, how: str) -> None:
    """Wait until the page says how its line is: `live` or `away`."""
    words = await page.locator("#room").get_attribute(f"data-{how}")
    await expect(page.locator("[data-line]")).to_have_text(words or "")


async def _play(player: Player, windows: Mapping[str, Page], clock: MovedClock) -> datetime:
    """Play the script; gives when it began."""
    began, camille = clock.show(0), windows["camille"]
    for beat in SCRIPT:
        clock.show(beat.seconds)
        if beat.act == "away":
            await _has_all(camille, player)
            await camille.context.set_offline(True)
            await _is_told(camille, "away")
        elif beat.act == "back":
            await camille.context.set_offline(False)
            await _is_told(camille, "live")
            # In a debate seconds pass until the next act; her page shows the newest captions only.
            await _has_all(camille, player)
        else:
            await player.play(beat)
        # Browsers have the time to draw that they have between two acts of a debate.
        await asyncio.sleep(0.02)
    return began


async def _has_all(page: Page, player: Player) -> None:
    """Wait until everything that was said so far has stood on the page."""
    ids = [f"{KINDS[kind]}-{number}" for kind, number, _ in player.sent]
    await page.wait_for_function("(ids) => ids.every((one) => one in seen)", arg=ids)


async def _recorded(player: Player) -> Mapping[str, Any]:
    """The transcript, and the statistics, as a program of the chair gets them."""
    record, found = f"{API}{player.hall.room}/record", {}
    for name in ("", "/transcript"):
        answer = await player.programs[0].get(
            f"{record}{name}", headers={**player.tokens["chanda"], "accept-language": "en"}
        )
        assert answer.status_code == 200, answer.text
        found |= answer.json()
    return found


def _check_the_record(found: Mapping[str, Any], player: Player, began: datetime) -> None:
    """Everything that was acknowledged stands in it, once, in its order and at its hour."""
    moments = found["moments"]
    said = [one for one in moments if one["kind"] in KINDS]
    assert [(one["kind"], one["id"], one["text"]) for one in said] == player.sent
    chat = [one for one in said if one["kind"] == "chat"]
    wanted = [beat for beat in SCRIPT if beat.act == "chat"]
    for one, beat in zip(chat, wanted, strict=True):
        at = began + timedelta(seconds=beat.seconds)
        late = timedelta(milliseconds=one["at"] - at.timestamp() * 1000)
        assert -LATE < late < LATE, (beat, late)
    spoken = {
        one["name"].split(",")[0]: one["spent"] / 1000 for one in found["statistics"]["speakers"]
    }
    for name, who in (("พลอย", "ploy"), ("Camille", "camille")):
        assert spoken[name] == pytest.approx(SPOKEN[who], abs=3 * LATE.total_seconds())
    assert found["statistics"]["questions"] == {"answered_live": 1, "open": 1}
    length = timedelta(milliseconds=found["ended"] - found["began"])
    assert abs(length - timedelta(minutes=20)) < LATE


async def _check_what_was_seen(page: Page, player: Player) -> None:
    """Whoever had the room open saw each line, and no other; originals in their own words."""
    await _has_all(page, player)
    seen = await page.evaluate("seen")
    sent = {f"{KINDS[kind]}-{number}": text for kind, number, text in player.sent}
    assert seen.keys() == sent.keys()
    shown = {line: text for line, text in seen.items() if text is not None}
    assert shown == {line: sent[line] for line in shown}
    assert shown
    await expect(page.locator("#chat-text")).to_have_count(0)  # the meeting is over
    await expect(page.locator("#questions-open li[id]")).to_have_count(1)
    question = page.locator(f"#questions-{player.numbers[REACH]}")
    await expect(question).to_contain_text("1")


async def _check_the_votes(page: Page, player: Player) -> None:
    """What a visitor was shown of the votes is what a recount comes to."""
    for title, expected in ((RECOGNISE, {"yes": 2}), (TOMORROW, {"yes": 1, "no": 1})):
        number = player.numbers[title]
        answer = await player.programs[1].get(f"{API}/polls/{number}/recount")
        assert answer.json()["agrees"], answer.text
        for choice, count in expected.items():
            shown = page.locator(f'[data-count="tally {number} {choice}"]')
            if await shown.count():
                await expect(shown).to_have_text(str(count))
