from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from i18n.translate.base import Batch
from i18n.translate.google import Google
from i18n.translate.options import WrongOptions
from i18n.translate.refusals import CallRefused, QuotaSpent
from tests.fakes import google as fake
from tests.fakes.faults import Fault
from tests.fakes.google import FakeGoogle
from tests.i18n.translate.fakes import soon
from tests.i18n.translate.fixtures import Running


@pytest.fixture
async def engine(google: Running) -> AsyncIterator[Google]:
    engine = Google({"project": "forum", "key": "secret", "url": google[1]})
    yield engine
    await engine.aclose()


async def test_its_codes_are_the_languages_of_the_house(engine: Google, google: Running) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("th", "zh-Hant")
    assert not covers("en", "rm")
    await engine.translate(Batch(["a"], "zh-Hans", "pt"), deadline=soon())
    call = google[0].calls[0]
    assert (call["sourceLanguageCode"], call["targetLanguageCode"]) == ("zh-CN", "pt-PT")


@pytest.mark.parametrize("fault", [fake.day_spent, fake.day_metric_spent])
async def test_the_quota_of_a_day_is_told_from_that_of_a_minute(
    engine: Google, google: Running, fault: Fault
) -> None:
    await engine.capabilities()
    google[0].faults.append(fault)
    with pytest.raises(QuotaSpent):
        await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())


async def test_a_glossary_kept_there_is_used_for_its_pair(google: Running) -> None:
    options = {"project": "forum", "key": "secret", "url": google[1], "glossaries": "en>fr=asem"}
    engine = Google(options | {"model": "nmt"})
    await engine.capabilities()
    assert await engine.translate(Batch(["a"], "en", "fr"), deadline=soon()) == ["[fr] a †"]
    assert await engine.translate(Batch(["a"], "en", "th"), deadline=soon()) == ["[th] a"]
    place = "projects/forum/locations/global"
    assert google[0].calls[0]["model"] == f"{place}/models/nmt"
    assert google[0].calls[0]["glossaryConfig"]["glossary"] == f"{place}/glossaries/asem"
    await engine.aclose()


async def test_a_service_account_asks_for_a_token_and_keeps_it_while_it_lasts(
    google: Running, tmp_path: Path
) -> None:
    service, url = google
    assert isinstance(service, FakeGoogle)
    path = service.credentials(tmp_path, url)
    engine = Google({"project": "forum", "credentials": path, "url": url})
    await engine.capabilities()
    await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())
    (claims,) = service.tokens
    assert claims["iss"] == "forum@forum.iam.gserviceaccount.com"
    assert claims["scope"].endswith("/auth/cloud-translation")
    await engine.aclose()
    service.lives = 30.0
    engine = Google({"project": "forum", "credentials": path, "url": url})
    await engine.capabilities()
    await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())
    assert len(service.tokens) == 3
    await engine.aclose()


async def test_a_wrong_key_is_refused(google: Running) -> None:
    engine = Google({"project": "forum", "key": "other", "url": google[1]})
    with pytest.raises(CallRefused, match="UNAUTHENTICATED"):
        await engine.capabilities()
    await engine.aclose()


@pytest.mark.parametrize("content", [None, "{}", "not json", '{"private_key": "x"}'])
def test_credentials_that_are_none_stop_the_start(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "account.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(WrongOptions):
        Google({"project": "forum", "credentials": str(path)})


@pytest.mark.parametrize(
    "options", [{}, {"project": "p"}, {"project": "p", "key": "k", "credentials": "c"}]
)
def test_wrong_options_stop_the_start(options: dict[str, str]) -> None:
    with pytest.raises(WrongOptions):
        Google(options)
