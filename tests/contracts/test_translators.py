"""What every translation engine promises; a new one is a line in PROVIDERS and one in SETUPS."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest

from i18n.translate import PROVIDERS
from i18n.translate.base import Batch, Translator
from i18n.translate.engine import Engine
from i18n.translate.masking import mask, unmask
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
from tests.i18n.translate import services
from tests.i18n.translate.fixtures import *  # noqa: F403


@dataclass(frozen=True)
class Setup:
    """How the suite opens an engine: its stand-in service, its options, a pair that it covers."""

    fixture: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    pair: tuple[str, str] | None = None


SETUPS = {
    "apertium": Setup("apertium", pair=("id", "ms")),
    "libretranslate": Setup("libretranslate", {"key": "secret"}, pair=("en", "fr")),
    "memory": Setup(),
    "pseudo": Setup(pair=("en", "ur")),
}
OVER_HTTP = [name for name in PROVIDERS if SETUPS[name].fixture]
THAT_TRANSLATE = [name for name in PROVIDERS if SETUPS[name].pair]

FAULTS: list[tuple[list[services.Fault], type[TranslationFailed]]] = [
    ([services.throttled] * 3, Throttled),
    ([services.throttled_for_an_hour], Throttled),
    ([services.broken] * 3, EngineUnavailable),
    ([services.half] * 3, EngineUnavailable),
    ([services.quota], QuotaSpent),
    ([services.banned], CallRefused),
    ([services.elsewhere], CallRefused),
    ([services.late], TooLate),
    ([services.not_utf8], WrongAnswer),
    ([services.lone_surrogate], WrongAnswer),
    ([services.not_json], WrongAnswer),
    ([services.other_shape], WrongAnswer),
    ([services.endless], WrongAnswer),
]


@pytest.fixture
async def translator(
    request: pytest.FixtureRequest, short_pauses: None
) -> AsyncIterator[Translator]:
    setup = SETUPS[request.param]
    options = dict(setup.options)
    if setup.fixture:
        options["url"] = request.getfixturevalue(setup.fixture)[1]
    opened = PROVIDERS[request.param](options)
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
    assert PROVIDERS[translator.name] is type(translator)


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
    ("faults", "refusal"), FAULTS, ids=lambda value: getattr(value, "__name__", None)
)
@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_each_fault_of_a_service_has_its_refusal(
    translator: Translator,
    faults: list[services.Fault],
    refusal: type[TranslationFailed],
    request: pytest.FixtureRequest,
) -> None:
    batch = await batch_for(translator, "Bus")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.faults.extend(faults)
    with pytest.raises(TranslationFailed) as raised:
        await translator.translate(batch, deadline=soon(0.1 if services.late in faults else 5))
    assert raised.type is refusal


@pytest.mark.parametrize("fault", [services.throttled, services.broken, services.half])
@pytest.mark.parametrize("translator", OVER_HTTP, indirect=True)
async def test_what_passes_is_tried_again(
    translator: Translator, fault: services.Fault, request: pytest.FixtureRequest
) -> None:
    batch = await batch_for(translator, "Bus")
    service, _ = request.getfixturevalue(str(SETUPS[translator.name].fixture))
    service.faults.append(fault)
    assert len(await translator.translate(batch, deadline=soon())) == 1


@pytest.mark.parametrize("name", OVER_HTTP)
async def test_a_service_that_is_not_there_is_unavailable(name: str, short_pauses: None) -> None:
    absent = PROVIDERS[name](dict(SETUPS[name].options) | {"url": "http://127.0.0.1:9"})
    with pytest.raises(EngineUnavailable):
        await absent.capabilities()
    await absent.aclose()


@pytest.mark.parametrize("translator", THAT_TRANSLATE, indirect=True)
async def test_after_the_deadline_it_is_not_even_asked(translator: Translator) -> None:
    batch = await batch_for(translator, "Bus")
    with pytest.raises(TooLate):
        await Engine(translator).translate(batch, deadline=soon(-1))
