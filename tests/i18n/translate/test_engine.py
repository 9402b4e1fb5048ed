import asyncio
from collections.abc import Sequence

import pytest

from i18n.translate.base import Batch, Capabilities, Limits
from i18n.translate.breaker import Breaker
from i18n.translate.engine import Call, Engine
from i18n.translate.hooks import Hooks
from i18n.translate.refusals import (
    CallRefused,
    EngineUnavailable,
    QuotaSpent,
    TooLate,
    Vetoed,
    WrongAnswer,
)
from tests.i18n.translate.fakes import Clock, Scripted, soon

DOWN = EngineUnavailable("down")


def batch(*texts: str) -> Batch:
    return Batch(texts, "en", "fr")


async def test_a_batch_goes_out_in_calls_within_the_limits_and_comes_back_whole() -> None:
    translator = Scripted(limits=Limits(characters=6, items=2))
    answer = await Engine(translator).translate(
        batch("a", "b", "", "c", "dddddd", "eeeeeee", "f"), deadline=soon()
    )
    assert answer.texts == ["fr:a", "fr:b", "", "fr:c", "fr:dddddd", "", "fr:f"]
    assert answer.failure is None
    assert [one.texts for one in translator.batches] == [["a", "b"], ["c"], ["dddddd"], ["f"]]


async def test_a_failure_keeps_what_came_before_it() -> None:
    translator = Scripted(limits=Limits(items=1), failures=[None, QuotaSpent()])
    answer = await Engine(translator).translate(batch("a", "b", "c"), deadline=soon())
    assert answer.texts == ["fr:a", "", ""]
    assert isinstance(answer.failure, QuotaSpent)
    assert len(translator.batches) == 2


async def test_a_failure_before_all_is_raised() -> None:
    with pytest.raises(QuotaSpent):
        await Engine(Scripted(failures=[QuotaSpent()])).translate(batch("a"), deadline=soon())


@pytest.mark.parametrize("texts", [[], ["a"], ["a", "b", "c"]])
async def test_another_count_of_texts_is_a_wrong_answer(texts: Sequence[str]) -> None:
    translator = Scripted(answer=lambda _: texts)
    with pytest.raises(WrongAnswer):
        await Engine(translator).translate(batch("a", "b"), deadline=soon())


async def test_three_failures_in_a_row_close_the_way_until_the_engine_has_rested() -> None:
    clock = Clock()
    translator = Scripted(failures=[DOWN] * 3)
    engine = Engine(translator, breaker=Breaker(rest=30), clock=clock)
    for _ in range(5):
        with pytest.raises(EngineUnavailable):
            await engine.translate(batch("a"), deadline=clock.now + 1)
    assert len(translator.batches) == 3
    clock.now += 30
    assert (await engine.translate(batch("a"), deadline=clock.now + 1)).texts == ["fr:a"]


async def test_what_is_not_the_engines_fault_does_not_count() -> None:
    translator = Scripted(failures=[CallRefused()] * 5)
    engine = Engine(translator)
    for _ in range(5):
        with pytest.raises(CallRefused):
            await engine.translate(batch("a"), deadline=soon())
    assert (await engine.translate(batch("a"), deadline=soon())).texts == ["fr:a"]


async def test_a_cancelled_trial_leaves_room_for_another() -> None:
    clock = Clock()
    translator = Scripted(failures=[DOWN, DOWN, DOWN, asyncio.CancelledError()])
    engine = Engine(translator, clock=clock)
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            await engine.translate(batch("a"), deadline=clock.now + 1)
    clock.now += 30
    with pytest.raises(asyncio.CancelledError):
        await engine.translate(batch("a"), deadline=clock.now + 1)
    assert (await engine.translate(batch("a"), deadline=clock.now + 1)).texts == ["fr:a"]


class Silent(Scripted):
    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError


async def test_an_engine_that_does_not_answer_is_late_and_that_counts() -> None:
    clock = Clock()
    engine = Engine(Silent(), breaker=Breaker(failures_allowed=1), clock=clock)
    with pytest.raises(TooLate):
        await engine.translate(batch("a"), deadline=clock.now + 0.01)
    with pytest.raises(EngineUnavailable):
        await engine.translate(batch("a"), deadline=clock.now + 0.01)


async def test_a_watch_hears_of_every_call_and_of_the_rest_after_failures() -> None:
    clock, told = Clock(), list[Call]()
    translator = Scripted(failures=[None, DOWN, QuotaSpent(), CallRefused()])
    breaker = Breaker(failures_allowed=2, rest=30)
    engine = Engine(translator, breaker=breaker, watch=told.append, clock=clock)
    await engine.translate(batch("a"), deadline=clock.now + 1)
    for _ in range(3):
        with pytest.raises((EngineUnavailable, QuotaSpent)):
            await engine.translate(batch("a"), deadline=clock.now + 1)
    clock.now += 30
    with pytest.raises(CallRefused):
        await engine.translate(batch("a"), deadline=clock.now + 1)
    assert [(one.failure, one.rest) for one in told] == [
        *(("", 0), ("", 0)),  # what it can do, and a text
        *(("unavailable", 0), ("quota", 30), ("refused", 0)),
    ]


async def test_no_time_left_is_not_the_engines_fault() -> None:
    engine = Engine(Scripted(), breaker=Breaker(failures_allowed=1))
    with pytest.raises(TooLate):
        await engine.translate(batch("a"), deadline=0)
    assert (await engine.translate(batch("a"), deadline=soon())).texts == ["fr:a"]


async def test_capabilities_are_asked_once_a_day() -> None:
    clock = Clock()
    translator = Scripted()
    engine = Engine(translator, clock=clock)
    first: list[Capabilities] = await asyncio.gather(
        *(engine.capabilities(deadline=clock.now + 1) for _ in range(5))
    )
    assert len(set(map(id, first))) == 1
    assert translator.asked == 1
    clock.now += 86_400
    await engine.capabilities(deadline=clock.now + 1)
    assert translator.asked == 2


async def test_capabilities_that_do_not_come_are_asked_for_again() -> None:
    translator = Scripted(silent=DOWN)
    engine = Engine(translator)
    with pytest.raises(EngineUnavailable):
        await engine.capabilities(deadline=soon())
    translator.silent = None
    assert (await engine.capabilities(deadline=soon())).covers("en", "fr")


async def test_an_old_list_is_better_than_none() -> None:
    clock = Clock()
    translator = Scripted()
    engine = Engine(translator, clock=clock)
    await engine.capabilities(deadline=clock.now + 1)
    clock.now += 86_400
    translator.silent = DOWN
    assert (await engine.capabilities(deadline=clock.now + 1)).covers("en", "fr")
    assert translator.asked == 2


async def test_the_operator_reads_in_the_log_why_a_call_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(CallRefused):
        await Engine(Scripted(failures=[CallRefused("wrong key")])).translate(
            batch("a"), deadline=soon()
        )
    assert caplog.messages == ["scripted: refused: wrong key"]


async def test_hooks_rewrite_what_goes_out_and_what_comes_back_in_their_order() -> None:
    seen: list[tuple[str, Sequence[str]]] = []

    async def shout(engine: str, batch: Batch) -> Batch:
        return Batch([text.upper() for text in batch.texts], batch.source, batch.target)

    async def log(engine: str, batch: Batch) -> Batch:
        seen.append((engine, batch.texts))
        return batch

    async def thank(engine: str, batch: Batch, answer: Sequence[str]) -> Sequence[str]:
        return [f"{text}, merci ({original})" for text, original in zip(answer, batch.texts)]  # noqa: B905

    engine = Engine(Scripted(), hooks=Hooks(before=[shout, log], after=[thank]))
    answer = await engine.translate(batch("bus"), deadline=soon())
    assert answer.texts == ["fr:BUS, merci (BUS)"]
    assert seen == [("scripted", ["BUS"])]


async def test_a_veto_stops_the_call_and_blames_nobody() -> None:
    async def veto(engine: str, batch: Batch) -> Batch:
        raise Vetoed("private space")

    translator = Scripted()
    engine = Engine(translator, breaker=Breaker(failures_allowed=1), hooks=Hooks(before=[veto]))
    for _ in range(2):
        with pytest.raises(Vetoed):
            await engine.translate(batch("a"), deadline=soon())
    assert translator.batches == []
