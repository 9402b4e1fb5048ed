"""Every page of the application, held against WCAG 2.2 (A and AA) by axe-core, in two scripts.

What differs between colour schemes and widths is looked at in each: contrast in the dark, sizes of
targets on a phone, the flow of text at 400 % zoom. English is audited by all rules, Urdu by those
that another language, another direction or a narrow window can break.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.addresses import EXAMPLES
from tests.factories import prepared
from tests.journeys.demo_site import DemoSite, Windows, demo_site
from tests.services.databases import SqliteDatabases

VENDOR = Path(__file__).parent.parent / "vendor/axe"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
AUDIT = (Path(__file__).parent / "access_audit.js").read_text(encoding="utf-8")
LAYOUT = ["target-size", "scrollable-region-focusable"]
WORDS = ["html-has-lang", "html-lang-valid", "valid-lang", "document-title", "label", "link-name"]
WORDS += ["button-name", "image-alt", "select-name", "summary-name", "aria-valid-attr-value"]
"""What another language can break; structure and colours are the same in each."""
TABS = 3
WIDE, PHONE, ZOOMED = 1280, 360, 320
"""CSS pixels; a window of 1280 has 320 at 400 % zoom (WCAG 2.2, 1.4.10)."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

BAD = """<!doctype html><html><title>Bad</title><main><h1>One</h1><img src="data:,">
<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { p { color: #333 } }
p { background: #222 } p:first-of-type { background: #fff; color: #999 }</style>
<style>button { inline-size: 9px; padding: 0 }</style>
<button></button><button>a</button><button>b</button><p>Pale</p>
<div style="inline-size: 600px">Wide</div></main>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[str]:
    with SqliteDatabases(folder).fresh(prepared) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def demo(browser: Browser, database: str, folder: Path) -> AsyncIterator[DemoSite]:
    async with demo_site(database, folder, browser) as found:
        yield found


async def test_axe_is_the_file_that_its_readme_names() -> None:
    told = re.search(r"`([0-9a-f]{64})`", (VENDOR / "README.md").read_text(encoding="utf-8"))
    assert told is not None
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() == told[1]


async def test_these_measures_find_what_they_look_for(demo: DemoSite) -> None:
    async with demo.windows(AXE) as windows:
        context, _ = windows.of("/")
        page = await context.new_page()
        await page.set_content(BAD)
        found = await _audit(page, "en")
    rules = {re.split(r": |\n", fault.removeprefix("dark: "))[0] for fault in found[:-2]}
    assert rules == {
        "button-name",
        "color-contrast",
        "html-has-lang",
        "image-alt",
        "target-size",
    }
    assert any(fault.startswith("dark: color-contrast") for fault in found)
    assert found[-2:] == [
        f"{608 - width} px wider than a window of {width} px" for width in (PHONE, ZOOMED)
    ]


@pytest.mark.parametrize("locale", ["en", "ur"])
async def test_no_page_breaks_a_rule_of_accessibility(demo: DemoSite, locale: str) -> None:
    waiting = sorted(EXAMPLES, reverse=True)
    faults: list[str] = []

    async def look(windows: Windows) -> None:
        while waiting:
            faults.extend(await _faults(windows, waiting.pop(), locale))

    async with demo.windows(AXE) as windows:
        await asyncio.gather(*(look(windows) for _ in range(TABS)))
    assert sorted(faults) == []


async def _faults(windows: Windows, route: str, locale: str) -> list[str]:
    context, address = windows.of(route)
    page = await context.new_page()
    try:
        answer = await page.goto(f"{address}{'&' if '?' in address else '?'}ui={locale}")
        assert answer is not None
        assert answer.status == 200, address
        assert await page.locator("html").get_attribute("lang") == locale
        return [f"{address}: {fault}" for fault in await _audit(page, locale)]
    finally:
        await page.close()


async def _audit(page: Page, locale: str) -> list[str]:
    """Faults of a page: all rules at the width where most is shown, or where it is closest."""
    found = []
    if locale == "en":
        await _look_at(page, WIDE, "dark")
        found += [f"dark: {fault}" for fault in await page.evaluate(AUDIT, ["color-contrast"])]
        await _look_at(page, WIDE, "light")
        found += await page.evaluate(AUDIT)
        await _look_at(page, PHONE, "light")
        found += await page.evaluate(AUDIT, LAYOUT)
    else:
        await _look_at(page, PHONE, "light")
        found += await page.evaluate(AUDIT, [*LAYOUT, *WORDS])
    for width in (WIDE, PHONE, ZOOMED):
        await _look_at(page, width, "light")
        if over := await page.evaluate(OVER):
            found.append(f"{over} px wider than a window of {width} px")
    return found


async def _look_at(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
