"""Two processes over PostgreSQL and Redis, and a browser, shared by all journeys."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.factories import prepared
from tests.i18n.translate.loopback import serving
from tests.journeys.french import KhmerIntoFrench
from tests.journeys.laotian import LaoIntoFrench
from tests.journeys.people import People
from tests.journeys.site import SECRET, Site, behind
from tests.processes import ServeProcess
from tests.services.browser import launch_arguments
from tests.services.databases import PostgresDatabases
from tests.workers import JOURNEYS

PATIENCE = 15_000
"""Milliseconds that somebody waits for what should be there at once, on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the journeys in the event loop that their site and browser belong to."""
    for item in items:
        if item.nodeid.startswith(JOURNEYS):
            item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """One browser; every window has cookies of its own."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=chromium, args=launch_arguments())
        yield found
        await found.close()


@pytest.fixture(scope="package")
def laotian() -> LaoIntoFrench:
    """The engine that knows Lao, to be told when to answer."""
    return LaoIntoFrench()


@pytest.fixture(scope="package")
def settings(
    laotian: LaoIntoFrench,
    postgres_databases: PostgresDatabases,
    redis_server: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, str]]:
    """Those of all processes; what no French is known for is marked instead of translated."""
    engine = KhmerIntoFrench()
    with (
        postgres_databases.fresh(prepared) as url,
        serving(engine.app) as service,
        serving(laotian.app) as lao,
    ):
        yield {
            "FORUM_DATABASE": url,
            "FORUM_BROKER": redis_server,
            "FORUM_DATA": str(tmp_path_factory.mktemp("site")),
            "FORUM_MAIL": f"folder:{tmp_path_factory.mktemp('mail')}",
            "FORUM_SECRET": SECRET,
            "FORUM_RATE_LIMITS": "false",
            "FORUM_REQUIRE_SECOND_FACTOR": "no",
            "FORUM_TRANSLATORS": "libretranslate,deepl,pseudo",
            "FORUM_TRANSLATOR_OPTIONS": json.dumps({"deepl": {"key": laotian.key, "url": lao}}),
            "FORUM_LIBRETRANSLATE_URL": service,
            "FORUM_LIBRETRANSLATE_KEY": engine.key,
        }


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def site(settings: dict[str, str], browser: Browser) -> AsyncIterator[Site]:
    """See `Site`."""
    folder = Path(settings["FORUM_DATA"])
    pair = ServeProcess(settings, folder=folder), ServeProcess(settings, folder=folder)
    try:
        await asyncio.gather(*(asyncio.to_thread(one.start) for one in pair))
        async with behind(settings) as runtime:
            yield Site(*pair, browser, runtime)
    finally:
        for one in pair:
            await asyncio.to_thread(one.kill)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def people(site: Site) -> People:
    """See `People`."""
    return await People.join(site)
