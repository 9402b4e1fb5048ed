import asyncio
from datetime import timedelta
from typing import Any

import pytest

from forum.core.ids import TopicId
from forum.translations.budget import Budget
from forum.translations.rules import Status
from forum.translations.tables import TranslationSpending
from i18n.translate.base import Batch, Limits
from i18n.translate.hooks import Hooks
from i18n.translate.refusals import BudgetSpent
from tests.factories import NOON
from tests.forum.translations.house import House


class Day:
    now = NOON

    def __call__(self) -> Any:
        return self.now


def budget(house: House, day: Day | None = None, **limits: Any) -> Budget:
    return Budget(house.runtime.database, clock=day or Day(), **limits)


def batch(characters: int, account: str = "space:1") -> Batch:
    return Batch(["a" * characters], "en", "de", account=account)


async def spent(house: House) -> dict[str, int]:
    return {row.payer: row.characters for row in await house.rows(TranslationSpending)}


async def test_an_engine_may_be_sent_its_budget_and_not_one_character_more(house: House) -> None:
    one = budget(house, engines={"deepl": 10})
    await one.reserve("deepl", batch(6))
    with pytest.raises(BudgetSpent):
        await one.reserve("deepl", batch(5))
    await one.reserve("deepl", batch(4))
    with pytest.raises(BudgetSpent):
        await one.reserve("deepl", batch(1))
    assert await spent(house) == {"engine:deepl": 10}


async def test_what_is_refused_is_counted_nowhere(house: House) -> None:
    one = budget(house, engines={"deepl": 100}, space=3)
    with pytest.raises(BudgetSpent):
        await one.reserve("deepl", batch(4))
    assert await spent(house) == {}


async def test_several_at_once_do_not_spend_the_same(house: House) -> None:
    one = budget(house, engines={"deepl": 50})
    tasks = [one.reserve("deepl", batch(10)) for _ in range(8)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(result, BudgetSpent) for result in results) == 3
    assert await spent(house) == {"engine:deepl": 50}


async def test_every_day_begins_anew_and_a_restart_does_not(house: House) -> None:
    day = Day()
    await budget(house, day, engines={"deepl": 10}).reserve("deepl", batch(10))
    restarted = budget(house, day, engines={"deepl": 10})
    with pytest.raises(BudgetSpent):
        await restarted.reserve("deepl", batch(1))
    day.now += timedelta(days=1)
    await restarted.reserve("deepl", batch(10))
    day.now += timedelta(days=40)
    await restarted.reserve("deepl", batch(1))
    assert await spent(house) == {"engine:deepl": 1}


async def test_each_space_has_its_own_and_engines_of_the_house_cost_none(house: House) -> None:
    one = budget(house, space=10, inside=frozenset({"apertium"}))
    await one.reserve("deepl", batch(10))
    await one.reserve("deepl", batch(10, "space:2"))
    await one.reserve("apertium", batch(1_000))
    await one.reserve("deepl", batch(1_000, ""))
    assert await spent(house) == {"space:1": 10, "space:2": 10, "engine:deepl": 1_020}


async def test_without_limits_what_leaves_the_house_is_counted_all_the_same(house: House) -> None:
    one = budget(house, engines={"google": 1}, inside=frozenset({"apertium"}))
    await one.reserve("deepl", batch(10))
    await one.reserve("apertium", batch(10))
    assert await spent(house) == {"engine:deepl": 10}


def limited(house: House, characters: int) -> None:
    """Let the engine be sent so much a day, in the time of the house."""
    found = Budget(house.runtime.database, {"pseudo": characters}, clock=house.clock)
    house.use(hooks=Hooks(before=(found.reserve,)))


async def test_a_reader_is_told_that_the_budget_is_spent(house: House, topic: TopicId) -> None:
    limited(house, 3)
    post = await house.post(topic, "Hello")
    await house.ask(post)
    assert await house.work() == 1
    assert house.engine.sent == []
    async with house.client(house.author) as client:
        answer = await client.get(f"/api/v1/posts/{post}/translations/de")
    assert (answer.status_code, answer.json()["code"]) == (503, "translation_budget_spent")


async def test_what_is_left_over_is_translated_on_the_next_day(
    house: House, topic: TopicId
) -> None:
    house.engine.limits = Limits(items=1)
    limited(house, 6)
    post = await house.post(topic, "Hello\n\nWorld")
    partial = await house.translated(post)
    assert (partial.status, house.engine.sent) == (Status.PARTIAL, ["Hello"])
    assert await house.work() == 0
    house.later(days=1)
    assert await house.work() == 1
    whole = await house.shown(post)
    assert whole is not None
    assert (whole.status, house.engine.sent) == (Status.MACHINE, ["Hello", "World"])
