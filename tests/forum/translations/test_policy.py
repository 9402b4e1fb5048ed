"""What a space decides: which engines see its texts, which languages come unasked, how much."""

from typing import Any

from forum.core.ids import TopicId
from forum.discussions.events import POST_ADDED
from forum.discussions.jobs import translate_unasked
from forum.jobs.tables import Job
from forum.spaces import actions as spaces
from forum.spaces.schemas import SpaceChange
from forum.spaces.tables import Space
from forum.translations.budget import Budget
from forum.translations.rules import Reach
from forum.translations.tables import (
    TranslationRequest,
    TranslationSpending,
    TranslationUnit,
)
from i18n.translate.base import Batch
from i18n.translate.hooks import Hooks
from tests import factories
from tests.forum.translations.house import House


async def decide(house: House, **more: Any) -> None:
    await house.change(spaces.change_space, "general", SpaceChange(**more), who=factories.ADMIN)


async def failures(house: House) -> set[str]:
    return {row.failure for row in await house.rows(TranslationRequest)}


async def test_where_no_engine_may_see_texts_only_what_is_known_is_used(
    house: House, topic: TopicId
) -> None:
    known = await house.post(topic, "Hello")
    first = await house.translated(known)
    house.engine.sent.clear()
    await decide(house, engines="none")
    again, new = [await house.post(topic, text) for text in ("Hello", "Between us")]
    assert (await house.translated(again)).text == first.text
    await house.ask(new)
    await house.work()
    assert house.engine.sent == []
    assert await failures(house) == {"no_translation"}
    assert len(await house.rows(TranslationUnit)) == 1


async def test_a_space_has_a_ceiling_of_its_own(house: House, topic: TopicId) -> None:
    found = Budget(house.runtime.database, space=1_000, clock=house.clock)
    house.use(inside=False, hooks=Hooks(before=(found.reserve,)))
    await decide(house, translation_budget=7)
    for text in ("Hello", "Good day"):
        post = await house.post(topic, text)
        await house.ask(post)
        await house.work()
    assert house.engine.sent == ["Hello"]
    assert await failures(house) == {"budget"}
    # Counted once for the engine, which has no limit, and once for the space.
    assert [row.characters for row in await house.rows(TranslationSpending)] == [5, 5]
    await decide(house, translation_budget=None)
    house.later(hours=48)
    await house.translated(post)
    assert house.engine.sent == ["Hello", "Good day"]


async def test_texts_are_translated_at_once_into_the_languages_of_their_space(
    house: House,
) -> None:
    async def unasked() -> set[tuple[str, str]]:
        added = [job.data for job in await house.rows(Job) if job.kind == POST_ADDED]
        await translate_unasked(house.runtime, added)
        return {(row.subject, row.language) for row in await house.rows(TranslationRequest)}

    number = await factories.topic(house.runtime, house.author, language="en", title="Hello")
    assert await unasked() == set()
    await decide(house, translated_into=["de", "en"])
    reply = await house.post(number, "Guten Tag", "de")
    found = await unasked()
    assert found == {("post:1", "de"), (f"topic:{number}", "de"), (f"post:{reply}", "en")}
    assert await unasked() == found
    await house.work()
    assert sorted(house.engine.sent) == ["Guten Tag", "Hello", "What do we know?"]


async def test_a_space_that_closes_keeps_its_texts_in_the_house_unless_that_is_said_otherwise(
    house: House,
) -> None:
    async def engines() -> Reach:
        return (await house.rows(Space))[0].engines

    assert await engines() == Reach.ANY
    await decide(house, access="private")
    assert await engines() == Reach.INSIDE
    await decide(house, engines="any")
    await decide(house, access="private", name="Still closed")
    assert await engines() == Reach.ANY
    await decide(house, access="public")
    await decide(house, access="private", engines="any")
    assert await engines() == Reach.ANY


def test_a_ceiling_of_none_sends_nothing_outside_and_none_at_all_is_the_sites() -> None:
    budget = Budget(None, space=5, inside=frozenset({"own"}))  # type: ignore[arg-type]

    def payers(engine: str, ceiling: int | None) -> dict[str, int]:
        batch = Batch(["a"], "en", "de", account="space:1", ceiling=ceiling)
        return {payer: most for payer, most in budget.payers(engine, batch) if payer == "space:1"}

    assert payers("deepl", None) == {"space:1": 5}
    assert payers("deepl", 0) == {"space:1": 0}
    assert payers("deepl", 9) == {"space:1": 9}
    assert payers("own", 0) == {}
