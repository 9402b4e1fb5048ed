import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from forum.translations.check import check
from forum.translations.counters import characters, translations
from forum.translations.engines import Engines, engines_of, open_engines
from forum.translations.rules import NoTranslation, Reach
from i18n.languages import LANGUAGES
from i18n.translate import UnknownTranslator, WrongOptions
from i18n.translate.base import Batch, Capabilities
from i18n.translate.memory_only import MemoryOnly
from i18n.translate.refusals import EngineUnavailable, TranslationFailed
from tests import factories
from tests.forum.translations.house import House, Watched
from tests.i18n.translate.fakes import Scripted, soon


def opened(folder: Path, *names: str, inside: tuple[str, ...] = (), **more: Any) -> Engines:
    return open_engines(factories.settings("", folder, translators=names, **more), inside=inside)


ADDRESSES = [
    ("http://127.0.0.1:5000", True),
    ("http://[::1]:5000", True),
    ("http://localhost:5000", True),
    ("http://translate.localhost", True),
    ("https://localhost.example.org", False),
    ("https://translate.example.org", False),
    ("http://192.0.2.1", False),
]


@pytest.mark.parametrize(("url", "inside"), ADDRESSES)
async def test_an_engine_on_this_machine_is_inside(tmp_path: Path, url: str, inside: bool) -> None:
    engines = opened(tmp_path, "libretranslate", libretranslate_url=url, libretranslate_key="k")
    assert engines.inside_names == ({"libretranslate"} if inside else set())
    await engines.aclose()


async def test_an_engine_elsewhere_can_be_said_to_be_inside(tmp_path: Path) -> None:
    url = "http://apertium.example.org"
    engines = opened(tmp_path, "apertium", "pseudo", inside=("apertium",), apertium_url=url)
    assert engines.inside_names == {"apertium", "pseudo"}
    await engines.aclose()


async def test_engines_get_the_options_that_are_set_for_them(tmp_path: Path) -> None:
    given = {"openai": {"url": "http://127.0.0.1:8080/v1", "model": "m"}, "deepl": {"key": "k"}}
    options = {
        engine: {name: SecretStr(value) for name, value in some.items()}
        for engine, some in given.items()
    }
    engines = opened(tmp_path, "deepl", "openai", translator_options=options)
    assert [one.name for one in engines.translators] == ["deepl", "openai"]
    assert engines.inside_names == {"openai"}
    await engines.aclose()
    with pytest.raises(WrongOptions):
        opened(tmp_path, "deepl", translator_options={"deepl": {"colour": SecretStr("blue")}})


def test_wrong_settings_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(WrongOptions):
        opened(tmp_path, "apertium")
    with pytest.raises(UnknownTranslator):
        opened(tmp_path, "babelfish")


async def test_a_text_that_may_not_leave_sees_only_engines_inside() -> None:
    outside, inside = Scripted("out"), Scripted("in", pairs=[("en", "de")])
    engines = engines_of([outside, inside], {"in"})
    await engines.check_pair("en", "fr", Reach.ANY)
    with pytest.raises(NoTranslation):
        await engines.check_pair("en", "fr", Reach.INSIDE)
    await engines.router(Reach.INSIDE).translate(Batch(["a"], "en", "de"), deadline=soon())
    assert (outside.texts, inside.texts) == ([], ["a"])


async def test_an_engine_that_is_away_leaves_hope() -> None:
    engines = engines_of([Scripted(silent=EngineUnavailable("down"))], set())
    await engines.check_pair("en", "fr", Reach.ANY)
    assert await engines.might_have("en", "fr")


async def test_the_memory_alone_is_asked_whatever_the_pair() -> None:
    await engines_of([MemoryOnly({})], {"memory"}).check_pair("en", "fr", Reach.INSIDE)


async def test_without_engines_there_is_no_hope() -> None:
    assert not await engines_of([], set()).might_have("en", "fr")


async def test_a_page_does_not_wait_for_a_list_of_languages() -> None:
    class Slow(Scripted):
        async def capabilities(self) -> Capabilities:
            await asyncio.Event().wait()
            raise AssertionError

    engines = engines_of([Slow()], set())
    asking = asyncio.create_task(engines.check_pair("en", "fr", Reach.ANY))
    await asyncio.sleep(0)
    assert await engines.might_have("en", "fr")
    assert not asking.done()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)


async def test_the_check_says_who_answers_and_for_which_pairs() -> None:
    away: TranslationFailed = EngineUnavailable("no answer")
    engines = engines_of([Watched(), Scripted("away", silent=away), Scripted()], {"pseudo"})
    pseudo, silent, scripted = await check(engines)
    assert (pseudo.name, pseudo.inside, pseudo.failure) == ("pseudo", True, "")
    assert len(pseudo.pairs) == len(LANGUAGES) * (len(LANGUAGES) - 1)
    assert (silent.pairs, silent.failure) == ((), "unavailable: no answer")
    assert (scripted.inside, scripted.pairs) == (False, [("en", "fr")])


def value(counter: Any) -> float:
    found: float = counter._value.get()
    return found


async def test_operators_see_what_was_translated_and_what_was_not(house: House, topic: Any) -> None:
    post = await house.post(topic, "Hello")
    counted = [
        translations().labels("machine"),
        translations().labels("waiting"),
        characters().labels("pseudo"),
    ]
    before = [value(counter) for counter in counted]
    house.engine.failures = [EngineUnavailable("down")]
    await house.ask(post)
    await house.work()
    house.later(minutes=1)
    await house.work()
    after = [value(counter) for counter in counted]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1, 5]
