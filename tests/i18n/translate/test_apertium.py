from collections.abc import AsyncIterator

import pytest

from i18n.translate.apertium import Apertium
from i18n.translate.base import Batch
from i18n.translate.options import WrongOptions
from i18n.translate.refusals import QuotaSpent
from tests.fakes import faults
from tests.i18n.translate.fakes import soon
from tests.i18n.translate.fixtures import Running


@pytest.fixture
async def engine(apertium: Running) -> AsyncIterator[Apertium]:
    engine = Apertium({"url": apertium[1]})
    await engine.capabilities()
    yield engine
    await engine.aclose()


async def test_it_covers_what_the_service_lists_under_the_tags_of_the_house(
    engine: Apertium,
) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("id", "ms")
    assert covers("en", "hr")
    assert not covers("ms", "id")


async def test_each_text_is_one_call_in_the_services_own_codes(
    engine: Apertium, apertium: Running
) -> None:
    texts = [f"text {number}" for number in range(9)]
    answer = await engine.translate(Batch(texts, "en", "ca"), deadline=soon())
    assert answer == [text.upper() for text in texts]
    common = {"langpair": "eng|cat", "format": "html", "markUnknown": "no"}
    calls = sorted(apertium[0].calls, key=lambda call: str(call["q"]))
    assert calls == [{**common, "q": text} for text in texts]


async def test_a_text_with_words_marked_as_unknown_counts_as_unanswered(engine: Apertium) -> None:
    texts = ["bus", "quick bus", 'old <x id="0"/> wagon', "#3 @ bus &amp;c"]
    answer = await engine.translate(Batch(texts, "id", "ms"), deadline=soon())
    assert answer == ["BUS", "", "", "#3 @ BUS &amp;C"]


async def test_one_failed_call_fails_the_batch_by_its_own_name(
    engine: Apertium, apertium: Running
) -> None:
    apertium[0].faults.append(faults.quota)
    with pytest.raises(QuotaSpent):
        await engine.translate(Batch(["a", "b", "c"], "id", "ms"), deadline=soon())


def test_without_an_address_it_does_not_start() -> None:
    with pytest.raises(WrongOptions):
        Apertium({})
