from collections.abc import AsyncIterator

import pytest

from i18n.translate.base import Batch, Limits
from i18n.translate.deepl import DeepL
from i18n.translate.engine import Engine
from i18n.translate.masking import mask, unmask
from i18n.translate.options import WrongOptions
from i18n.translate.refusals import CallRefused
from tests.i18n.translate.fakes import soon
from tests.i18n.translate.fixtures import Running

KEY = "secret:fx"


@pytest.fixture
async def engine(deepl: Running) -> AsyncIterator[DeepL]:
    options = {"key": KEY, "url": deepl[1], "formality": "prefer_more", "glossaries": "en>de=G1"}
    engine = DeepL(options)
    yield engine
    await engine.aclose()


async def test_its_codes_are_the_languages_of_the_house(engine: DeepL, deepl: Running) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("en-US", "pt")
    assert covers("fil", "zh-Hans")
    assert not covers("en", "km")
    for source, target in [("fil", "pt-BR"), ("zh-Hans", "en")]:
        await engine.translate(Batch(["a"], source, target), deadline=soon())
    pairs = [(call["source_lang"], call["target_lang"]) for call in deepl[0].calls]
    assert pairs == [("TL", "PT-PT"), ("ZH", "EN-GB")]


async def test_a_call_says_what_the_service_wants_to_know(engine: DeepL, deepl: Running) -> None:
    await engine.capabilities()
    await engine.translate(Batch(["a\nb"], "en", "de", context="About trams"), deadline=soon())
    assert deepl[0].calls == [
        {
            "text": ["a b"],
            "source_lang": "EN",
            "target_lang": "DE",
            "tag_handling": "xml",
            "ignore_tags": ["x"],
            "context": "About trams",
            "formality": "prefer_more",
            "glossary_id": "G1",
        }
    ]


async def test_what_is_sent_is_well_formed(engine: DeepL) -> None:
    await engine.capabilities()
    masked = mask("`x<y` R&D &amp; [a](/b) < c")
    (answer,) = await engine.translate(Batch([masked.text], "en", "fr"), deadline=soon())
    assert unmask(masked, answer) == "[FR] `x<y` R&D &amp; [a](/b) < c"


async def test_no_request_is_larger_than_the_service_takes(engine: DeepL, deepl: Running) -> None:
    texts = ["ภาษา" * 1_000, '"' * 30_000] * 8 + ["ก" * 50_000]
    answer = await Engine(engine).translate(Batch(texts, "en", "th"), deadline=soon())
    assert answer.failure is None
    assert [bool(text) for text in answer.texts] == [True] * 16 + [False]
    assert len(deepl[0].calls) > 1


async def test_it_says_how_much_is_used(engine: DeepL) -> None:
    usage = await engine.usage(deadline=soon())
    assert (usage.character_count, usage.character_limit) == (1_234, 500_000)


async def test_a_wrong_key_is_refused(deepl: Running) -> None:
    engine = DeepL({"key": "other", "url": deepl[1]})
    with pytest.raises(CallRefused, match="Forbidden"):
        await engine.capabilities()
    await engine.aclose()


async def test_the_key_tells_which_address_is_meant() -> None:
    free, paid = DeepL({"key": "a:fx"}), DeepL({"key": "a"})
    hosts = [one._service.get("/v2/usage").url.host for one in (free, paid)]
    assert hosts == ["api-free.deepl.com", "api.deepl.com"]
    for one in (free, paid):
        await one.aclose()


@pytest.mark.parametrize(
    "options",
    [{}, {"key": "k", "formality": "rude"}, {"key": "k", "glossaries": "en>tlh=G"},
     {"key": "k", "glossaries": "en>de"}, {"key": "k", "glossaries": "en=G"}],
)  # fmt: skip
def test_wrong_options_stop_the_start(options: dict[str, str]) -> None:
    with pytest.raises(WrongOptions):
        DeepL(options)


async def test_texts_of_one_call_never_pass_the_limits(engine: DeepL) -> None:
    limits = (await engine.capabilities()).limits
    assert isinstance(limits, Limits)
    assert limits.items == 50
    assert limits.length("é") > limits.length("e")
