"""What every translation engine promises; a new one is a line in PROVIDERS and one in SETUPS."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pkgutil import resolve_name

import pytest

from i18n.translate import PROVIDERS, open_translators
from i18n.translate.base import Batch, Translator
from i18n.translate.engine import Engine
from i18n.translate.glossary import Glossary, Term
from i18n.translate.masking import mask, unmask
from i18n.translate.memory import MemoryInProcess
from i18n.translate.originals import Originals
from i18n.translate.pipeline import Pipeline
from i18n.translate.refusals import (
    CallRefused,
    EngineUnavailable,
    NoTranslation,
    QuotaSpent,
    Throttled,
    TooLate,
    TranslationFailed,
    WrongAnswer,
)
from i18n.translate.router import Router
from i18n.translate.translation import MASKS_LOST, Request
from tests.fakes import faults
from tests.fakes.faults import Fault
from tests.i18n.translate.fixtures import *  # noqa: F403


@dataclass(frozen=True)
class Setup:
    """How the suite opens an engine: its stand-in service, its options, a pair that it covers."""

    fixture: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    pair: tuple[str, str] | None = None


SETUPS = {
    "apertium": Setup("apertium", pair=("id", "ms")),
    "azure": Setup("azure", {"key": "secret", "region": "westeurope"}, pair=("en", "lo")),
    "deepl": Setup("deepl", {"key": "secret:fx"}, pair=("en", "pt-PT")),
    "google": Setup("google", {"key": "secret", "project": "forum"}, pair=("en", "zh-Hans")),
    "libretranslate": Setup("libretranslate", {"key": "secret"}, pair=("en", "fr")),
    "memory": Setup(),
    "openai": Setup("openai", {"key": "secret", "model": "m"}, pair=("km", "rm")),
    "pseudo": Setup(pair=("en", "ur")),
}
THAT_DO_NOT_LIST = {"openai"}
"""Their services do not say which languages they know: nothing is asked before a text."""
OVER_HTTP = [name for name in PROVIDERS if SETUPS[name].fixture]
SEVERAL_A_CALL = [name for name in OVER_HTTP if name != "apertium"]
THAT_TRANSLATE = [name for name in PROVIDERS if SETUPS[name].pair]

FAULTS: list[tuple[list[Fault], type[TranslationFailed]]] = [
    ([faults.throttled] * 3, Throttled),
    ([faults.throttled_for_an_hour], Throttled),
    ([faults.broken] * 3, EngineUnavailable),
    ([faults.half] * 3, EngineUnavailable),
    ([faults.quota], QuotaSpent),
    ([faults.banned], CallRefused),
    ([faults.elsewhere], CallRefused),
    ([faults.late], TooLate),
    ([faults.not_utf8], WrongAnswer),
    ([faults.lone_surrogate], WrongAnswer),
    ([faults.not_json], WrongAnswer),
    ([faults.other_shape], WrongAnswer),
    ([faults.endless], WrongAnswer),
]


@pytest.fixture
async def translator(
    request: pytest.FixtureRequest, short_pauses: None
) -> AsyncIterator[Translator]:
    setup = SETUPS[request.param]
    options = dict(setup.options)
    if setup.fixture:
        options["url"] = request.getfixturevalue(setup.fixture)[1]
    [opened] = open_translators([request.param], {request.param: options})
    yield opened
    await opened.aclose()
    await opened.aclose()


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


async def batch_for(translator: Translator, *texts: str) -> Batch:
    await translator.capabilities()
    source, target = SETUPS[translator.name].pair or ("en", "fr")
    return Batch(texts, source, target)


@pytest.mark.parametrize("translator", PROVIDERS, indirect=True)
async def test_it_goes_by_its_registered_name(translator: Translator) -> None:
    assert resolve_name(PROVIDERS[translator.name]) is type(translator)


@pytest.mark.parametrize("translator", PROVIDERS, indirect=True)
async def test_it_covers_its_pair_but_no_language_to_itself_and_none_unknown(
    translator: Translator,
) -> None:
    can = await translator.capabilities()
    pair = SETUPS[translator.name].pair
    assert pair is None or can.covers(*pair)
    for source, target in [("en", "en"), ("pt", "pt-BR"), ("en", "tlh"), ("", "fr"), ("fr", "?")]:
        assert not can.covers(source, target)
    assert can.limits.characters >= 1
    assert can.limits.items >= 1


@pytest.mark.parametrize("translator", THAT_TRANSLATE, indirect=True)
async def test_it_gives_one_text_for_each_in_order_with_every_mask(translator: Translator) -> None:
    sent = [mask(f"**Bus {n}0 km** lane & `co<de` at [stop {n}](/s)") for n in range(5)]
    batch = await batch_for(translator, *(one.text for one in sent))
    answer = await translator.translate(batch, deadline=soon())
    texts = [unmask(one, text) for one, text in zip(sent, answer, strict=True)]
    for number, text in enumerate(texts):
        assert f"{number}0 km**" in text
        assert "&" in text
        assert "`co<de`" in text
        assert "](/s)" in text


@pytest.mark.parametrize("translator", THAT_TRANSLATE, indirect=True)
async def test_its_answer_is_escaped_as_the_text_was(translator: Translator) -> None:
    batch = await batch_for(translator, "Bus &amp;; &lt;5&gt; &lt;!&gt;")
    (answer,) = await translator.translate(batch, deadline=soon())
    assert "&amp;; &lt;5&gt; &lt;!&gt;" in answer


@pytest.mark.parametrize("translator", PROVIDERS, indirect=True)
async def test_it_refuses_a_pair_that_it_does_not_cover(translator: Translator) -> None:
    await translator.capabilities()
    batch = Batch(["Bus"], "en", "en")
    with pytest.raises((CallRefused, NoTranslation)):
        await translator.translate(batch, deadline=soon())


@pytest.mark.parametrize(
    ("to_come", "refusal"), FAULTS, ids=lambda value: getattr(value, "__name__", None)
)
@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_each_fault_of_a_service_has_its_refusal(
    translator: Translator,
    to_come: list[Fault],
    refusal: type[TranslationFailed],
    request: pytest.FixtureRequest,
) -> None:
    batch = await batch_for(translator, "Bus")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.faults.extend(to_come)
    with pytest.raises(TranslationFailed) as raised:
        await translator.translate(batch, deadline=soon(0.1 if faults.late in to_come else 5))
    assert raised.type is refusal


@pytest.mark.parametrize("fault", [faults.throttled, faults.broken, faults.half])
@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_what_passes_is_tried_again(
    translator: Translator, fault: Fault, request: pytest.FixtureRequest
) -> None:
    batch = await batch_for(translator, "Bus")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.faults.append(fault)
    assert len(await translator.translate(batch, deadline=soon())) == 1


@pytest.mark.parametrize("name", OVER_HTTP)
async def test_a_service_that_is_not_there_is_unavailable(name: str, short_pauses: None) -> None:
    [absent] = open_translators(
        [name], {name: dict(SETUPS[name].options) | {"url": "http://127.0.0.1:9"}}
    )
    source, target = SETUPS[name].pair or ("", "")
    batch, is_silent = Batch(["Bus"], source, target), name in THAT_DO_NOT_LIST
    asking = absent.translate(batch, deadline=soon()) if is_silent else absent.capabilities()
    with pytest.raises(EngineUnavailable):
        await asking
    await absent.aclose()


@pytest.mark.parametrize("translator", SEVERAL_A_CALL, indirect=True)
async def test_another_count_of_texts_is_a_wrong_answer(
    translator: Translator, request: pytest.FixtureRequest
) -> None:
    batch = await batch_for(translator, "Bus", "Tram")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.mangle = faults.one_too_many
    with pytest.raises(WrongAnswer):
        await Engine(translator).translate(batch, deadline=soon())


@pytest.mark.parametrize("mangle", [faults.masks_lost, faults.masks_doubled])
@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_a_text_whose_masks_come_back_broken_keeps_its_original(
    translator: Translator, mangle: faults.Mangle, request: pytest.FixtureRequest
) -> None:
    await translator.capabilities()
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.mangle = mangle
    source, target = SETUPS[translator.name].pair or ("", "")
    asked = Request(Originals(["The bus **is** here", "Tram"]), source, target)
    pipeline = Pipeline(MemoryInProcess(), Router([Engine(translator)]))
    first, second = (await pipeline.translate(asked, deadline=soon())).segments
    assert (first.text, first.reason) == ("The bus **is** here", MASKS_LOST)
    assert second.status == "machine"


@pytest.mark.parametrize("translator", SEVERAL_A_CALL, indirect=True)
async def test_two_hundred_terms_are_honoured_in_five_hundred_segments(
    translator: Translator,
) -> None:
    await translator.capabilities()
    source, target = SETUPS[translator.name].pair or ("", "")
    words = [f"council{chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(200)]
    terms = Glossary([Term(word, f"Rat-{n}*") for n, word in enumerate(words)], source)
    texts = [
        f"**The {words[n % 200].title()}** met `{words[n % 200]}` and {words[-n % 200]}, again."
        + "!" * (n // 200)
        for n in range(500)
    ]
    pipeline = Pipeline(MemoryInProcess(), Router([Engine(translator)]))
    asked = Request(Originals(texts), source, target, glossary=terms)
    result = await pipeline.translate(asked, deadline=soon(60))
    for n, segment in enumerate(result.segments):
        assert (segment.status, segment.reason) == ("machine", None)
        for said in (f"Rat-{n % 200}\\*", f"Rat-{-n % 200}\\*", f"`{words[n % 200]}`"):
            assert said in segment.text
    again = await pipeline.translate(asked, deadline=soon(-1))  # no time for a single call
    assert [one.text for one in again.segments] == [one.text for one in result.segments]


@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_three_failures_open_its_breaker(
    translator: Translator, request: pytest.FixtureRequest
) -> None:
    engine, batch = Engine(translator), await batch_for(translator, "Bus")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.faults.extend([faults.not_json] * 3)
    for _ in range(3):
        with pytest.raises(WrongAnswer):
            await engine.translate(batch, deadline=soon())
    before = len(service.calls)
    with pytest.raises(EngineUnavailable, match="rests"):
        await engine.translate(batch, deadline=soon())
    assert len(service.calls) == before


@pytest.mark.parametrize("translator", THAT_TRANSLATE, indirect=True)
async def test_after_the_deadline_it_is_not_even_asked(translator: Translator) -> None:
    batch = await batch_for(translator, "Bus")
    with pytest.raises(TooLate):
        await Engine(translator).translate(batch, deadline=soon(-1))
