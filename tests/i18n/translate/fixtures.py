"""Fixtures of the tests of engines, here and in the contracts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from i18n.translate import PROVIDERS
from i18n.translate.service import JsonService
from tests.fakes.apertium import FakeApertium
from tests.fakes.azure import FakeAzure
from tests.fakes.deepl import FakeDeepL
from tests.fakes.google import FakeGoogle
from tests.fakes.libretranslate import FakeLibreTranslate
from tests.fakes.openai import FakeOpenAI
from tests.fakes.service import Service
from tests.i18n.translate.loopback import serving

__all__ = [
    "apertium",
    "azure",
    "deepl",
    "google",
    "libretranslate",
    "openai",
    "running",
    "short_pauses",
    "started",
]

Running = tuple[Service, str]
FAKES: dict[str, Callable[[], Service]] = {
    "apertium": FakeApertium,
    "azure": FakeAzure,
    "deepl": FakeDeepL,
    "google": FakeGoogle,
    "libretranslate": FakeLibreTranslate,
    "openai": FakeOpenAI,
}
Start = Callable[[str], Running]


@pytest.fixture(scope="session")
def started() -> Iterator[Start]:
    """Start the stand-in for an engine's service, once in a run."""
    found: dict[str, Running] = {}
    with ExitStack() as stack:

        def start(name: str) -> Running:
            if name not in found:
                service = FAKES[name]()
                found[name] = service, stack.enter_context(serving(service.app))
            return found[name]

        yield start


@pytest.fixture
def running(started: Start) -> Start:
    """Give the running stand-in for an engine's service, as it is at first."""

    def reset(name: str) -> Running:
        service, url = started(name)
        service.reset()
        return service, url

    return reset


@pytest.fixture
def apertium(running: Start) -> Running:
    return running("apertium")


@pytest.fixture
def azure(running: Start) -> Running:
    return running("azure")


@pytest.fixture
def deepl(running: Start) -> Running:
    return running("deepl")


@pytest.fixture
def google(running: Start) -> Running:
    return running("google")


@pytest.fixture
def libretranslate(running: Start) -> Running:
    return running("libretranslate")


@pytest.fixture
def openai(running: Start) -> Running:
    return running("openai")


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let engines try again at once."""
    eager = partial(JsonService, pauses=(0.0, 0.0))
    for name in FAKES:
        monkeypatch.setattr(f"{PROVIDERS[name].partition(':')[0]}.JsonService", eager)
