"""A service at its worst, from the reader to the wire and back."""

import logging
import time
from collections.abc import AsyncIterator

import pytest
from prometheus_client import REGISTRY, generate_latest

from forum.app import SUBJECTS
from forum.core.ids import TopicId
from forum.jobs.runner import Runner
from forum.translations import making
from forum.translations.calls import Calls
from forum.translations.engines import engines_of
from forum.translations.jobs import kinds
from forum.translations.rules import Reach
from forum.translations.tables import TranslationCalls, TranslationRequest
from i18n.translate import open_translators
from tests.fakes import faults
from tests.fakes.faults import Fault, Mangle
from tests.fakes.service import Service
from tests.forum.translations.house import House
from tests.i18n.translate.fixtures import *  # noqa: F403
from tests.i18n.translate.fixtures import Running

SAID = "The **bus** to Vientiane leaves at the [third stop](https://example.org/3)."


@pytest.fixture
async def wired(house: House, deepl: Running, short_pauses: None) -> AsyncIterator[Service]:
    """What stands in for the service; the house has no other engine."""
    service, url = deepl
    [engine] = open_translators(["deepl"], {"deepl": {"key": "secret:fx", "url": url}})
    calls = Calls(house.runtime.database, house.clock)
    house.engines = engines_of([engine], (), calls=calls)
    house.runner = Runner(house.runtime, kinds(house.engines, SUBJECTS))
    yield service
    await engine.aclose()


def counted(outcome: str) -> float:
    """What `/metrics` says."""
    found = REGISTRY.get_sample_value("forum_translations_total", {"outcome": outcome})
    return found or 0


FAULTS: list[tuple[list[Fault], str]] = [
    ([faults.throttled] * 3, "throttled"),
    ([faults.quota], "quota"),
    ([faults.broken] * 3, "unavailable"),
    ([faults.half] * 3, "unavailable"),
    ([faults.late], "late"),
    ([faults.not_utf8], "wrong_answer"),
    ([faults.lone_surrogate], "wrong_answer"),
    ([faults.not_json], "wrong_answer"),
    ([faults.endless], "wrong_answer"),
]
MANGLES: list[tuple[Mangle, str]] = [
    (faults.one_too_many, "wrong_answer"),
    (faults.masks_lost, "masks_lost"),
    (faults.masks_doubled, "masks_lost"),
]


async def told(house: House, topic: TopicId) -> str:
    """What is known of the failure of a post, which its readers go on reading."""
    post = await house.post(topic, SAID)
    await house.ask(post)
    began = time.monotonic()
    await house.work()
    assert time.monotonic() - began < 10
    found = await house.read(post)
    assert (found.body.source, found.translation) == (SAID, None)
    async with house.client() as program:
        page = await program.get(f"/p/{post}?lang=de", follow_redirects=True)
    assert "Vientiane" in page.text
    noted = [one.failure for one in await house.rows(TranslationRequest)]
    return " ".join([*noted, *(job.last_error or "" for job in await house.jobs())])


@pytest.mark.parametrize(("to_come", "code"), FAULTS)
async def test_a_fault_is_told_and_counted_and_the_original_is_read_on(
    house: House,
    topic: TopicId,
    wired: Service,
    *,
    to_come: list[Fault],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "forum")
    monkeypatch.setattr(making, "TIME_ALLOWED", 0.3 if faults.late in to_come else 5)
    await house.engines.check_pair("en", "de", Reach.ANY)
    before = counted("waiting") + counted(code)
    wired.faults.extend(to_come)
    assert code in await told(house, topic)
    assert counted("waiting") + counted(code) == before + 1
    assert "forum_translations_total" in generate_latest().decode()
    assert house.engines.calls is not None
    await house.engines.calls.store()
    assert code in {one.failure for one in await house.rows(TranslationCalls)}
    assert "Vientiane" not in caplog.text


@pytest.mark.parametrize(("mangle", "code"), MANGLES)
async def test_an_answer_that_does_not_fit_is_told_and_counted(
    house: House, topic: TopicId, wired: Service, mangle: Mangle, code: str
) -> None:
    before = counted("waiting") + counted(code)
    wired.mangle = mangle
    assert code in await told(house, topic)
    assert counted("waiting") + counted(code) == before + 1
