"""Fixtures of the tests of engines, here and in the contracts."""

from collections.abc import Iterator
from functools import partial

import pytest

from i18n.translate.service import JsonService
from tests.i18n.translate.loopback import serving
from tests.i18n.translate.services import FakeApertium, FakeLibreTranslate, Service

__all__ = [
    "apertium",
    "apertium_service",
    "libretranslate",
    "libretranslate_service",
    "short_pauses",
]

Running = tuple[Service, str]


def _running(service: Service) -> Iterator[Running]:
    with serving(service.app) as url:
        yield service, url


@pytest.fixture(scope="session")
def libretranslate_service() -> Iterator[Running]:
    yield from _running(FakeLibreTranslate())


@pytest.fixture(scope="session")
def apertium_service() -> Iterator[Running]:
    yield from _running(FakeApertium())


@pytest.fixture
def libretranslate(libretranslate_service: Running) -> Running:
    libretranslate_service[0].reset()
    return libretranslate_service


@pytest.fixture
def apertium(apertium_service: Running) -> Running:
    apertium_service[0].reset()
    return apertium_service


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let engines try again at once."""
    eager = partial(JsonService, pauses=(0.0, 0.0))
    monkeypatch.setattr("i18n.translate.libretranslate.JsonService", eager)
    monkeypatch.setattr("i18n.translate.apertium.JsonService", eager)
