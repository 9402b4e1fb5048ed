"""Every page: names, headings, landmarks, contrast, and nothing wider than a phone."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from forum.core.ids import PostId
from forum.discussions.actions import edit_post
from forum.discussions.schemas import PostChange
from tests.journeys.people import People
from tests.journeys.site import Site

AUDIT = (Path(__file__).parent / "page_audit.js").read_text(encoding="utf-8")
CONTROLS = {"link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio"}
ONCE = {"banner", "main", "contentinfo"}
PAGES = {
    None: [
        "/",
        "/s/{space}",
        "/t/{topic}",
        "/t/{topic}?lang=fr",
        "/p/{post}",
        "/p/{post}/revisions",
        "/m/ploy",
        "/register",
        "/sign-in",
        "/reset",
        "/language",
        "/nowhere",
    ],
    "ploy": [
        "/t/{topic}?lang=th&view=both",
        "/s/{space}/new",
        "/p/{post}/reply",
        "/p/{post}/edit",
        "/p/{post}/delete",
        "/p/{first}/flag",
        "/settings",
        "/settings/notifications",
        "/notifications",
        "/moderation",
    ],
    "robin": [
        "/t/{topic}",
        "/t/{topic}/moderate",
        "/p/{post}/moderate",
        "/moderation",
        "/moderation/audit",
    ],
}

BAD = """<style>body { background: #fff; color: #111 }</style>
<h1>One</h1> <h3 id="a">Three</h3> <p id="a" style="color: #999">Pale</p> <button></button>
<nav><a href="/">Home</a></nav> <div style="inline-size: 400px">Wide</div>"""


async def test_these_measures_find_what_they_look_for(site: Site) -> None:
    async with site.window(site.b, viewport={"width": 360, "height": 640}) as page:
        await page.set_content(BAD)
        found = [*await _outline(page), *await _look(page, "light")]
    assert found == [
        "button without a name",
        "0 of banner",
        "0 of contentinfo",
        "0 of main",
        "navigation “”",
        "no title",
        "light: h3 follows h1",
        "light: #a twice",
        "light: contrast 2.85: P Pale",
        "light: 48 px wider than the window",
    ]


@pytest.mark.parametrize("who", PAGES, ids=["visitor", "member", "moderator"])
async def test_a_page_can_be_read_and_used_by_everybody(
    site: Site, people: People, who: str | None
) -> None:
    names = await _furnish(site, people)
    actor = getattr(people, who) if who else None
    faults = []
    async with site.window(site.b, actor, viewport={"width": 360, "height": 640}) as page:
        for path in (path.format_map(names) for path in PAGES[who]):
            await page.goto(path)
            found = [*await _outline(page), *await _look(page, "light"), *await _look(page, "dark")]
            faults += [f"{path}: {fault}" for fault in found]
    assert faults == []


async def test_acts_are_offered_only_to_those_who_may_try_them(site: Site, people: People) -> None:
    names = await _furnish(site, people)
    offered = {
        None: set(),
        people.camille: {"reply", "react", "flag", "keep"},
        people.ploy: {"reply", "edit", "delete", "keep"},
        people.robin: {"reply", "react", "flag", "moderate", "keep"},
    }
    for who, acts in offered.items():
        async with site.window(site.b, who) as page:
            await page.goto("/t/{topic}".format_map(names))
            links = page.locator("#p{post} .acts a:visible, .head a:visible".format_map(names))
            found = await links.evaluate_all(
                "all => all.map(one => one.pathname.split('/').at(-1))"
            )
            assert set(found) - {"revisions", names["space"]} == acts


async def _furnish(site: Site, people: People) -> dict[str, Any]:
    """A topic in which each kind of post stands; what addresses are made of."""
    topic = await site.topic(people.robin, title="หัวข้อ", body="## Why\n\nText.", language="th")
    post = await site.reply(people.ploy, topic, "> Text.\n\nบ้าน `code` [link](https://x.example)")
    await site.reply(people.camille, topic, "Réponse.", parent_id=post)
    async with site.runtime.unit(people.ploy) as unit:
        await edit_post(unit, post, PostChange(body="สวัสดี **ทุกคน**", version=1))
    return {"topic": topic, "post": post, "first": PostId(post - 1), "space": site.space}


async def _look(page: Page, scheme: Any) -> list[str]:
    """What the page's own measures say."""
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found: list[str] = await page.evaluate(AUDIT)
    return [f"{scheme}: {fault}" for fault in found]


async def _outline(page: Page) -> list[str]:
    """What somebody finds who does not see the page."""
    browser = await page.context.new_cdp_session(page)
    tree = (await browser.send("Accessibility.getFullAXTree"))["nodes"]
    await browser.detach()
    nodes = [(node["role"]["value"], _name(node)) for node in tree if not node["ignored"]]
    roles = Counter(role for role, _ in nodes)
    regions = Counter(name for role, name in nodes if role == "navigation")
    return [
        *(f"{role} without a name" for role, name in nodes if role in CONTROLS and not name),
        *(f"{roles[role]} of {role}" for role in sorted(ONCE) if roles[role] != 1),
        *(f"navigation “{name}”" for name, count in regions.items() if count > 1 or not name),
        *(["no title"] if not (await page.title()).strip() else []),
    ]


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()
