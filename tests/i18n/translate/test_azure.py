from collections.abc import AsyncIterator

import pytest

from i18n.translate.azure import Azure
from i18n.translate.base import Batch
from i18n.translate.masking import mask, unmask
from i18n.translate.options import WrongOptions
from i18n.translate.refusals import CallRefused, QuotaSpent
from tests.fakes.azure import free_quota_spent
from tests.i18n.translate.fakes import soon
from tests.i18n.translate.fixtures import Running


@pytest.fixture
async def engine(azure: Running) -> AsyncIterator[Azure]:
    engine = Azure({"key": "secret", "region": "westeurope", "url": azure[1]})
    yield engine
    await engine.aclose()


async def test_its_codes_are_the_languages_of_the_house(engine: Azure, azure: Running) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("lo", "mn")
    assert not covers("en", "km")
    await engine.translate(Batch(["a"], "mn", "pt"), deadline=soon())
    query = azure[0].calls[0]["query"]
    assert (query["from"], query["to"]) == ("mn-Cyrl", "pt-pt")


async def test_masks_are_elements_that_it_leaves_alone(engine: Azure, azure: Running) -> None:
    await engine.capabilities()
    masked = mask("Take `tram<9>` & go")
    (answer,) = await engine.translate(Batch([masked.text], "en", "fr"), deadline=soon())
    assert unmask(masked, answer) == "[fr] Take `tram<9>` & go"
    assert 'class="notranslate"' in azure[0].calls[0]["body"][0]["Text"]
    assert azure[0].calls[0]["query"]["textType"] == "html"


async def test_a_free_quota_that_is_spent_is_told_from_a_refusal(
    engine: Azure, azure: Running
) -> None:
    await engine.capabilities()
    azure[0].faults.append(free_quota_spent)
    with pytest.raises(QuotaSpent):
        await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())


async def test_the_region_of_a_key_is_told(azure: Running) -> None:
    engine = Azure({"key": "secret", "url": azure[1]})
    await engine.capabilities()
    with pytest.raises(CallRefused, match="region"):
        await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())
    await engine.aclose()


def test_without_a_key_it_does_not_start() -> None:
    with pytest.raises(WrongOptions):
        Azure({"region": "westeurope"})
