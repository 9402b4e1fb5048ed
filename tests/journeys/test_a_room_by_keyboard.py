"""A delegate who uses no mouse, from the list of sessions through the room and out of it again."""

import httpx2
from playwright.async_api import expect

from forum.core.permissions import Scope
from forum.live.floor import actions as floor
from forum.live.floor.rules import ListState
from forum.live.floor.schemas import ListOrder
from tests.client import API
from tests.journeys.hall import Hall, hold
from tests.journeys.keys import press, tab_to, type_in
from tests.journeys.people import People
from tests.journeys.site import Site

ROOM_STOPS = 90
"""Stops on the way once round the room."""


async def test_a_delegate_does_everything_in_the_room_by_keyboard(
    site: Site, people: People
) -> None:
    hall = await hold(site, people, "keyboard")
    poll = await _set_up(site, people, hall)
    async with site.window(site.b, people.ploy, reduced_motion="reduce") as page:
        await page.goto("/sessions")
        await press(page, f'main a[href="{hall.room}/about"]')
        await press(page, f'main a.button[href="{hall.room}"]')
        live = await page.locator("#room").get_attribute("data-live")
        await expect(page.locator("[data-line]")).to_have_text(live or "")

        await press(page, "#floor button[value=statement]", stops=ROOM_STOPS)
        await expect(page.locator("#floor [id^=floor-own-]")).to_be_visible()

        await type_in(page, "#chat-text", "สวัสดี")
        await page.keyboard.press("Enter")
        await expect(page.locator("#chat-lines li[id]")).to_contain_text("สวัสดี")
        await expect(page.locator("#chat-text")).to_be_focused()

        await type_in(page, "#questions-text", "ใครรับรอง")
        await page.keyboard.press("Enter")
        await expect(page.locator("#questions-text")).to_have_value("")
        await press(page, "#questions-open form[action$='/vote'] button", by="Space")
        await expect(page.locator("#questions-open form[action$='/unvote']")).to_be_visible()

        vote = f"form[action='/polls/{poll}/vote'] button[value=yes]"
        await press(page, f"#decisions {vote}", stops=ROOM_STOPS, by="Space")
        await expect(page.locator(f"#decisions {vote}")).to_have_count(0)

        await tab_to(page, "#captions-lines", stops=ROOM_STOPS)
        await page.keyboard.press("ArrowDown")
        await press(page, '.ways a[href*="lang=fr"]', stops=ROOM_STOPS)
        await page.wait_for_url("**lang=fr*")
        await expect(page.locator("#room")).to_have_attribute("data-lang", "fr")

        await press(page, f'a[href="{hall.room}/about"]')
        await page.wait_for_url(f"**{hall.room}/about")
        await expect(page.locator("#room")).to_have_count(0)


async def _set_up(site: Site, people: People, hall: Hall) -> int:
    """Open an item, its list and a vote, and have a question asked; gives the vote's number."""
    tokens = {
        who.handle: await site.token(who, Scope.READ, Scope.WRITE)
        for who in (hall.chair, people.camille)
    }
    item = hall.items[1]
    async with httpx2.AsyncClient(base_url=f"{site.a.url}{API}{hall.room}", timeout=30) as program:

        async def post(who: str, path: str, **body: object) -> httpx2.Response:
            answer = await program.post(path, json=body, headers=tokens[who])
            assert answer.is_success, answer.text
            return answer

        await post(hall.chair.handle, "agenda/open", item_id=item)
        await post(people.camille.handle, "questions", text="Qui les reconnaît ?", language="fr")
        draft = {"title": "Shall we share?", "language": "en", "method": "show_of_hands"}
        made = await post(hall.chair.handle, "polls", **draft, is_open=True)
    async with site.runtime.unit(hall.chair) as unit:
        opened = ListOrder(state=ListState.OPEN, expected=ListState.CLOSED)
        await floor.change_list(unit, hall.session, item, opened)
    return int(made.json()["id"])
