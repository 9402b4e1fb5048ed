"""What a page costs a reader with a slow or dear line, counted on the wire."""

import re

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.people import People
from tests.journeys.site import Site

KB = 1024
COMPLETE = 30 * KB
"""A page of twenty posts with its sheet, until everything can be read."""
AGAIN = 12 * KB
"""Any further page, as its sheet is there already."""
LATER = ("/", "/s/space-1", "/search", "/library", "/sign-in", "/register", "/language", "/offline")
SCRIPTS = 25 * KB
"""Whatever keeps it up to date."""

# A hundred words that hardly repeat: 20 posts of them compress as badly as talk does.
WORDS = [f"{first}{last}" for first in ("kan", "ro", "shi", "lu", "ve") for last in (
    "tam", "dor", "bel", "mi", "sun", "ka", "pro", "lin", "ges", "no",
    "wa", "tir", "ush", "el", "om", "fa", "zed", "qui", "bra", "ty",
)]  # fmt: skip


def _text(number: int) -> str:
    step = 7 * number + 3
    return " ".join(f"{WORDS[place * step % 100]}{place % step}" for place in range(100))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def long_topic(site: Site, people: People) -> str:
    """The address of a topic of twenty posts of a hundred words."""
    topic = await site.topic(people.robin, title="Twenty", body=_text(0))
    for number in range(1, 20):
        await site.reply(people.ploy, topic, _text(number))
    return f"/t/{topic}/twenty"


async def _weigh(client: httpx2.AsyncClient, *paths: str) -> int:
    """Bytes of the answers' bodies, as they come over the wire."""
    size = 0
    for path in paths:
        async with client.stream("GET", path) as answer:
            assert answer.status_code == 200, path
            size += sum([len(part) async for part in answer.aiter_raw()])
    return size


@pytest.mark.parametrize("locale", ["en", "th", "ur"])
async def test_a_long_topic_and_its_scripts_keep_to_their_budgets(
    site: Site, long_topic: str, locale: str
) -> None:
    async with httpx2.AsyncClient(base_url=site.a.url) as visitor:
        first = f"{long_topic}?ui={locale}"
        html = (await visitor.get(first)).text
        assert html.count("<article") == 20
        blocking, scripts = _asked(html)
        complete = await _weigh(visitor, first, *blocking)
        live = await _weigh(visitor, *scripts)
        later = {path: await _weigh(visitor, f"{path}?ui={locale}") for path in LATER}
        later[long_topic] = await _weigh(visitor, first)
    print(f"\n{locale}: {complete / KB:.1f} KB to read, {live / KB:.1f} KB to stay up to date")
    assert complete <= COMPLETE
    assert live <= SCRIPTS
    assert {path: size for path, size in later.items() if size > AGAIN} == {}


def _asked(html: str) -> tuple[list[str], list[str]]:
    """What a page cannot be read without, and the scripts that keep it up to date."""
    blocking = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    asked = re.findall(r'(?:<script type="module" src|data-client)="([^"]+)"', html)
    assert len(blocking) == 1
    assert len(re.findall("<script[^>]* src=", html)) + 1 == len(asked), "a script that blocks"
    names = [re.sub(r".*/(\w+)\.js.*", r"\1", path) for path in asked]
    assert sorted(names) == ["centrifuge", "live", "offline", "search"]
    return blocking, [path for path in asked if "/live." in path or "/centrifuge." in path]


async def test_who_saves_data_is_sent_no_script(
    site: Site, people: People, long_topic: str
) -> None:
    saving = {"save-data": "on"}
    async with site.window(site.b, people.camille, extra_http_headers=saving) as page:
        scripts: list[str] = []
        page.on("request", lambda asked: scripts.append(asked.resource_type))
        for path in (long_topic, "/s/space-1/new", "/settings"):
            await page.goto(path, wait_until="networkidle")
            await expect(page.locator("main form").last).to_be_visible()
            await expect(page.locator("script[src]")).to_have_count(0)
        assert "document" in scripts
        assert "script" not in scripts


@pytest.mark.parametrize(("line", "followed"), [("2g", False), ("slow-2g", False), ("4g", True)])
async def test_a_slow_line_is_not_kept_busy(
    site: Site, long_topic: str, line: str, *, followed: bool
) -> None:
    async with site.window(site.b) as page:
        named = f"{{value: {{effectiveType: '{line}'}}}}"
        await page.add_init_script(f"Object.defineProperty(navigator, 'connection', {named})")
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        await page.goto(long_topic, wait_until="networkidle")
        assert bool(sockets) == followed
