"""Every page of the application, held against WCAG 2.2 (A and AA) by axe-core, in two scripts.

What differs between colour schemes and widths is looked at in each: contrast in the dark, sizes of
targets on a phone, the flow of text at 400 % zoom. English is audited by all rules, Urdu by those
that another language, another direction or a narrow window can break.
"""

import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

import pytest
import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Page

from tests.addresses import EXAMPLES
from tests.factories import prepared
from tests.journeys.demo_site import DemoSite, Windows, demo_site
from tests.services.databases import SqliteDatabases

VENDOR = Path(__file__).parent.parent / "vendor/axe"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
AUDIT = (Path(__file__).parent / "access_audit.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast_audit.js").read_text(encoding="utf-8")
SHORTEN = (Path(__file__).parent / "shorten.js").read_text(encoding="utf-8")
LAYOUT = ["target-size", "scrollable-region-focusable"]
WORDS = ["html-has-lang", "html-lang-valid", "valid-lang", "document-title", "label", "link-name"]
WORDS += ["button-name", "image-alt", "select-name", "summary-name", "aria-valid-attr-value"]
"""What another language can break; structure and colours are the same in each."""
WIDE, PHONE, ZOOMED = 1280, 360, 320
"""CSS pixels; a window of 1280 has 320 at 400 % zoom (WCAG 2.2, 1.4.10)."""
LINES = WeakKeyDictionary[Page, CDPSession]()
"""How each page is told its width."""
WIDTHS = WeakKeyDictionary[Page, int]()
"""What each was told last; it keeps that from one address to the next."""
OVER = "[innerWidth, document.documentElement.scrollWidth - document.documentElement.clientWidth]"

BAD = """<!doctype html><html><title>Bad</title><main><h1>One</h1><img src="data:,">
<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { p { color: #333 } }
p { background: #222 } p:first-of-type { background: #fff; color: #999 }</style>
<style>button { inline-size: 9px; padding: 0 }</style>
<button></button><button>a</button><button>b</button><p>Pale</p>
<div style="inline-size: 600px">Wide</div></main>"""


class Colours:
    """Contrast, by axe; a text is not tried again that looks as one that has passed.

    What a text looks like is its colour, size and weight, and all that is painted behind it.
    """

    def __init__(self) -> None:
        self._passed: dict[str, list[int]] = {"light": [], "dark": []}

    async def faults(self, page: Page, scheme: str) -> list[str]:
        """Those of all texts of a page, as it is painted now."""
        found = await page.evaluate(CONTRAST, self._passed[scheme])
        self._passed[scheme] += found["passed"]
        faults: list[str] = found["faults"]
        return faults


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
        page, _ = windows.of("/")
        await page.set_content(BAD)
        found = await _audit(page, "en", Colours())
    wide = [fault for fault in found if "px wider" in fault]
    rules = {re.split(r": |\n", one.removeprefix("dark: "))[0] for one in found if one not in wide}
    assert rules == {
        "button-name",
        "color-contrast",
        "html-has-lang",
        "image-alt",
        "target-size",
    }
    assert any(fault.startswith("dark: color-contrast") for fault in found)
    assert wide == [
        f"{608 - width} px wider than a window of {width} px" for width in (PHONE, ZOOMED)
    ]


@pytest.mark.parametrize("locale", ["en", "ur"])
async def test_no_page_breaks_a_rule_of_accessibility(demo: DemoSite, locale: str) -> None:
    async with demo.windows(AXE) as windows:
        audit = partial(_faults, windows, locale, Colours())
        faults = [fault for route in EXAMPLES for fault in await audit(route)]
    assert faults == []


async def _faults(windows: Windows, locale: str, colours: Colours, route: str) -> list[str]:
    page, address = windows.of(route)
    answer = await page.goto(f"{address}{'&' if '?' in address else '?'}ui={locale}")
    assert answer is not None
    assert answer.status == 200, address
    assert await page.locator("html").get_attribute("lang") == locale
    return [f"{address}: {fault}" for fault in await _audit(page, locale, colours)]


async def _audit(page: Page, locale: str, colours: Colours) -> list[str]:
    """Faults of a page: all rules at the width where most is shown, or where it is closest.

    It begins and ends at the same width, so that the next page is laid out once only.
    """
    found = []
    for width in (PHONE, ZOOMED, WIDE):
        await _widen(page, width)
        found += await _overflow(page, width)
    await page.evaluate(SHORTEN)
    if locale == "en":
        found += await page.evaluate(AUDIT)
        found += await colours.faults(page, "light")
        await _paint(page, "dark")
        found += [f"dark: {fault}" for fault in await colours.faults(page, "dark")]
        await _paint(page, "light")
    await _widen(page, PHONE)
    found += await page.evaluate(AUDIT, LAYOUT if locale == "en" else [*LAYOUT, *WORDS])
    return found


async def _overflow(page: Page, width: int) -> list[str]:
    told, over = await page.evaluate(OVER)
    assert told == width
    return [f"{over} px wider than a window of {width} px"] if over else []


async def _widen(page: Page, width: int) -> None:
    """Tell the page alone: the browser's own window would be laid out and painted anew as well."""
    if WIDTHS.get(page) == width:
        return
    if page not in LINES:
        LINES[page] = await page.context.new_cdp_session(page)
    WIDTHS[page] = width
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    await LINES[page].send("Emulation.setDeviceMetricsOverride", size)


async def _paint(page: Page, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
