import time
from collections.abc import AsyncIterator

import pytest

from i18n.translate.base import Batch
from i18n.translate.libretranslate import LibreTranslate
from i18n.translate.masking import mask, unmask
from i18n.translate.options import WrongOptions
from i18n.translate.refusals import CallRefused
from tests.i18n.translate.fakes import soon
from tests.i18n.translate.fixtures import Running


@pytest.fixture
async def engine(libretranslate: Running) -> AsyncIterator[LibreTranslate]:
    engine = LibreTranslate({"url": libretranslate[1], "key": "secret"})
    yield engine
    await engine.aclose()


async def test_it_covers_what_the_service_lists_under_the_tags_of_the_house(
    engine: LibreTranslate,
) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("en", "zh-Hant")
    assert covers("zh-TW", "en-GB")
    assert covers("en", "pt-PT")
    assert not covers("en", "zh-Hans")
    assert not covers("fr", "zh-Hant")


async def test_a_call_says_what_the_service_wants_to_know(
    engine: LibreTranslate, libretranslate: Running
) -> None:
    await engine.capabilities()
    await engine.translate(Batch(["a\nb", "c"], "en-US", "pt"), deadline=soon())
    assert libretranslate[0].calls == [
        {"q": ["a b", "c"], "source": "en", "target": "pt", "format": "html", "api_key": "secret"}
    ]


async def test_undone_escapes_and_opened_masks_are_put_right(engine: LibreTranslate) -> None:
    await engine.capabilities()
    masked = mask("`x<y` R&D &amp; a < b")
    (answer,) = await engine.translate(Batch([masked.text], "en", "fr"), deadline=soon())
    assert unmask(masked, answer) == "[fr] `x<y` R&D &amp; a < b"


async def test_a_wrong_key_is_refused(libretranslate: Running) -> None:
    engine = LibreTranslate({"url": libretranslate[1]})
    await engine.capabilities()
    with pytest.raises(CallRefused, match="Invalid API key"):
        await engine.translate(Batch(["a"], "en", "fr"), deadline=soon())
    await engine.aclose()


async def test_limits_are_set_by_options(libretranslate: Running) -> None:
    options = {"url": libretranslate[1], "characters": "2000", "items": "7"}
    engine = LibreTranslate(options)
    limits = (await engine.capabilities()).limits
    await engine.aclose()
    assert (limits.characters, limits.items) == (2000, 7)


@pytest.mark.parametrize(
    "options",
    [{}, {"url": ""}, {"url": "http://a", "kee": "x"}, {"url": "http://a", "items": "0"},
     {"url": "http://a", "characters": "many"}],
)  # fmt: skip
def test_wrong_options_stop_the_start(options: dict[str, str]) -> None:
    with pytest.raises(WrongOptions):
        LibreTranslate(options)


async def test_before_it_was_asked_what_it_can_do_it_refuses(engine: LibreTranslate) -> None:
    with pytest.raises(CallRefused):
        await engine.translate(Batch(["a"], "en", "fr"), deadline=time.monotonic() + 1)
