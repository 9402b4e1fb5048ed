"""Every page of the application, held against WCAG 2.2 (A and AA) by axe-core, in two scripts.

Each is looked at in a wide window, where most is shown, and in one of 320 pixels, where all is
closest: the style sheets say the same for phones that are somewhat wider. English is audited by all
rules, and in light and dark colours; Urdu by those rules that another language, another direction
or a narrow window can break. No colour depends on the language, and axe-core takes most words of
Urdu for icons, of whose contrast it asks nothing.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

import pytest
import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Page

from tests.addresses import EXAMPLES
from tests.factories import prepared
from tests.journeys.demo_site import DemoSite, demo_site
from tests.services.databases import SqliteDatabases

VENDOR = Path(__file__).parent.parent / "vendor/axe"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
AUDIT = (Path(__file__).parent / "access_audit.js").read_text(encoding="utf-8")
LAYOUT = ["target-size", "scrollable-region-focusable"]
WORDS = ["html-has-lang", "html-lang-valid", "valid-lang", "document-title", "label", "link-name"]
WORDS += ["button-name", "image-alt", "select-name", "summary-name", "aria-valid-attr-value"]
"""What another language can break; structure is the same in each."""
WIDE, NARROW = 1280, 320
"""CSS pixels; a window of 1280 has 320 at 400 % zoom (WCAG 2.2, 1.4.10)."""
CONTRAST = "color-contrast"


class Step(NamedTuple):
    """How a page is looked at, and by which rules: `None` is all."""

    width: int
    scheme: Literal["light", "dark"]
    rules: Sequence[str] | None


STEPS = {
    "en": [
        Step(NARROW, "light", [*LAYOUT, CONTRAST]),
        Step(WIDE, "light", None),
        Step(WIDE, "dark", [CONTRAST]),
    ],
    "ur": [Step(NARROW, "light", [*LAYOUT, *WORDS]), Step(WIDE, "light", [])],
}
"""By language. Of two that follow each other one thing is changed."""
LINES = WeakKeyDictionary[Page, CDPSession]()
"""How each page is told its width."""
LAST = WeakKeyDictionary[Page, Step]()
"""How each was looked at last; it stays so from one address to the next."""

BAD = """<!doctype html><html><title>Bad</title><main><h1>One</h1><img src="data:,">
<style>:root { color-scheme: light dark } p { background: light-dark(#fff, #222); color: #999 }
#dim { color: #666 } button { inline-size: 9px; padding: 0 }</style>
<button></button><button>a</button><button>b</button><p id="pale">Pale</p><p id="dim">Dim</p>
<div style="inline-size: 600px">Wide</div></main>"""
BROKEN = {"button-name", "html-has-lang", "image-alt", "target-size"}


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
        for steps in (STEPS["en"], STEPS["en"], STEPS["ur"]):
            await page.set_content(BAD)
            _, found = await _audit(page, steps, defaultdict(list))
            wide = [fault for fault in found if "px wider" in fault]
            assert wide == [f"{608 - NARROW} px wider than a window of {NARROW} px"]
            places = [re.split(r": |\n", one)[:3] for one in found if one not in wide]
            contrast = {(scheme, place) for scheme, rule, place in places if rule == CONTRAST}
            assert {rule for _, rule, _ in places} - {CONTRAST} == BROKEN
            asked = {("light", "#pale"), ("dark", "#dim")}
            assert contrast == (asked if steps is STEPS["en"] else set())


@pytest.mark.parametrize("locale", STEPS)
async def test_no_page_breaks_a_rule_of_accessibility(demo: DemoSite, locale: str) -> None:
    passed = defaultdict[str, list[int]](list)
    faults = []
    async with demo.windows(AXE) as windows:
        for route in EXAMPLES:
            page, address = windows.of(route)
            answer = await page.goto(f"{address}{'&' if '?' in address else '?'}ui={locale}")
            assert answer is not None
            assert answer.status == 200, address
            lang, found = await _audit(page, STEPS[locale], passed)
            assert lang == locale, address
            faults += [f"{address}: {fault}" for fault in found]
    assert faults == []


async def _audit(
    page: Page, steps: Sequence[Step], passed: dict[str, list[int]]
) -> tuple[str, list[str]]:
    """The language of a page, and its faults, step by step or back, from where the last has ended.

    So each is laid out twice only. `passed` are, for each scheme, numbers of looks whose contrast
    needs not be asked about again; it grows.
    """
    lang, faults = "", []
    for step in reversed(steps) if LAST.get(page) == steps[-1] else steps:
        await _become(page, step)
        told = {"only": step.rules, "passed": passed[step.scheme]}
        found = await page.evaluate(AUDIT, told)
        assert found["width"] == step.width
        lang = found["lang"]
        if found["over"] and step.scheme == "light":  # no colour makes a page wider
            faults.append(f"{found['over']} px wider than a window of {step.width} px")
        faults += [f"{step.scheme}: {fault}" for fault in found["faults"]]
        passed[step.scheme] += found["passed"]
    return lang, faults


async def _become(page: Page, step: Step) -> None:
    """Tell the page alone: the browser's own window would be laid out and painted anew as well."""
    before = LAST.get(page)
    LAST[page] = step
    if before is None or before.scheme != step.scheme:
        await page.emulate_media(color_scheme=step.scheme)
    if page not in LINES:
        LINES[page] = await page.context.new_cdp_session(page)
    if before is None or before.width != step.width:
        size = {"width": step.width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        await LINES[page].send("Emulation.setDeviceMetricsOverride", size)
