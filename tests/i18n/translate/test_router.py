import pytest

from i18n.translate.base import Batch, Limits
from i18n.translate.engine import Engine
from i18n.translate.refusals import (
    EngineUnavailable,
    NoTranslation,
    QuotaSpent,
    TooLate,
)
from i18n.translate.router import Router
from tests.i18n.translate.fakes import GLOSSARY, Scripted, soon


def router(*translators: Scripted, pivots: tuple[str, ...] = ("en",)) -> Router:
    return Router([Engine(one) for one in translators], pivots=pivots)


FIRST = [("en", "fr")]


async def test_the_first_engine_that_covers_the_pair_translates() -> None:
    one, two, three = (
        Scripted("one", [("fr", "en")]),
        Scripted("two", FIRST),
        Scripted("three", FIRST),
    )
    outcome = await router(one, two, three).translate(Batch(["a"], "en", "fr"), deadline=soon())
    assert outcome.answer.texts == ["fr:a"]
    assert (outcome.route.name, outcome.route.via) == ("two", None)
    assert one.batches == three.batches == []


@pytest.mark.parametrize("failure", [EngineUnavailable(), QuotaSpent()])
async def test_one_that_fails_gives_way_to_the_next(failure: Exception) -> None:
    one, two = Scripted("one", FIRST, failures=[failure]), Scripted("two", FIRST)
    outcome = await router(one, two).translate(Batch(["a"], "en", "fr"), deadline=soon())
    assert outcome.route.name == "two"


async def test_when_all_fail_the_last_reason_is_given() -> None:
    one = Scripted("one", FIRST, failures=[EngineUnavailable()])
    two = Scripted("two", FIRST, failures=[QuotaSpent()])
    with pytest.raises(QuotaSpent):
        await router(one, two).translate(Batch(["a"], "en", "fr"), deadline=soon())


async def test_when_time_is_up_no_other_is_tried() -> None:
    one, two = Scripted("one", FIRST, failures=[TooLate()]), Scripted("two", FIRST)
    with pytest.raises(TooLate):
        await router(one, two).translate(Batch(["a"], "en", "fr"), deadline=soon())
    assert two.batches == []


async def test_a_pair_that_nobody_covers_goes_through_the_first_pivot_that_can() -> None:
    one = Scripted("one", [("ms", "en"), ("ms", "id")])
    two = Scripted("two", [("en", "fr"), ("id", "fr")])
    outcome = await router(one, two, pivots=("de", "id", "en")).translate(
        Batch(["a"], "ms", "fr"), deadline=soon()
    )
    assert outcome.answer.texts == ["fr:id:a"]
    assert (outcome.route.name, outcome.route.via) == ("one + two", "id")


async def test_one_engine_for_both_hops_is_named_once() -> None:
    both = Scripted("both", [("ms", "en"), ("en", "fr")])
    outcome = await router(both).translate(Batch(["a"], "ms", "fr"), deadline=soon())
    assert (outcome.route.name, outcome.route.via) == ("both", "en")


async def test_a_direct_way_is_better_than_a_pivot_of_a_preferred_engine() -> None:
    both = Scripted("both", [("ms", "en"), ("en", "fr")])
    direct = Scripted("direct", [("ms", "fr")])
    outcome = await router(both, direct).translate(Batch(["a"], "ms", "fr"), deadline=soon())
    assert outcome.route.name == "direct"


async def test_what_the_first_hop_leaves_out_the_second_is_not_asked() -> None:
    one = Scripted("one", [("ms", "en")], limits=Limits(characters=3))
    two = Scripted("two", [("en", "fr")])
    outcome = await router(one, two).translate(Batch(["a", "long"], "ms", "fr"), deadline=soon())
    assert outcome.answer.texts == ["fr:en:a", ""]
    assert two.texts == ["en:a"]


async def test_a_first_hop_cut_short_is_told_of() -> None:
    one = Scripted("one", [("ms", "en")], limits=Limits(items=1), failures=[None, QuotaSpent()])
    two = Scripted("two", [("en", "fr")])
    outcome = await router(one, two).translate(Batch(["a", "b"], "ms", "fr"), deadline=soon())
    assert outcome.answer.texts == ["fr:en:a", ""]
    assert isinstance(outcome.answer.failure, QuotaSpent)


async def test_a_pair_without_a_way_is_said_to_have_none() -> None:
    with pytest.raises(NoTranslation):
        await router(Scripted()).translate(Batch(["a"], "fr", "rm"), deadline=soon())


async def test_a_pair_whose_only_engine_is_silent_is_not_said_to_have_no_way() -> None:
    silent = Scripted("silent", silent=EngineUnavailable())
    with pytest.raises(EngineUnavailable):
        await router(silent, Scripted("other", [("fr", "en")])).translate(
            Batch(["a"], "en", "fr"), deadline=soon()
        )


async def test_a_silent_engine_does_not_stop_the_others() -> None:
    silent = Scripted("silent", silent=EngineUnavailable())
    outcome = await router(silent, Scripted("other")).translate(
        Batch(["a"], "en", "fr"), deadline=soon()
    )
    assert outcome.route.name == "other"


async def test_a_batch_with_a_glossary_goes_only_to_engines_that_apply_it() -> None:
    without, having = Scripted("without", FIRST), Scripted("having", FIRST, glossary=True)
    batch = Batch(["a"], "en", "fr", glossary=GLOSSARY)
    outcome = await router(without, having).translate(batch, deadline=soon())
    assert outcome.route.name == "having"
    assert having.batches[0].glossary == GLOSSARY
    with pytest.raises(NoTranslation):
        await router(without).translate(batch, deadline=soon())


@pytest.mark.parametrize(("order", "applies"), [((True, False), True), ((False, True), False)])
async def test_the_best_way_decides_who_applies_a_glossary(
    order: tuple[bool, bool], applies: bool
) -> None:
    engines = [Scripted(f"{has}", FIRST, glossary=has) for has in order]
    assert await router(*engines).applies_glossary("en", "fr", deadline=soon()) is applies


async def test_through_a_pivot_no_engine_applies_a_glossary() -> None:
    both = Scripted("both", [("ms", "en"), ("en", "fr")], glossary=True)
    assert not await router(both).applies_glossary("ms", "fr", deadline=soon())
