"""How the index follows what is written."""

from collections.abc import Collection, Mapping

import pytest
from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.app import Product
from forum.core.ids import PostId
from forum.db.unit import TEXT_CHANGED
from forum.discussions import actions
from forum.discussions.schemas import PostChange, PostDraft
from forum.discussions.subjects import post_subject
from forum.jobs.tables import Job
from forum.runtime import Runtime
from forum.search import actions as search
from forum.search import queries
from forum.search.documents import Source
from forum.search.jobs import build_on, follow
from forum.translations import actions as translations
from forum.translations.parts import Whole
from tests import factories
from tests.forum.search.asking import ids, indexed


async def talk(house: Product, *replies: str) -> factories.Actor:
    """A topic with replies that are not in the index yet; gives who wrote them."""
    await factories.space(house.runtime, language="en")
    maria = await factories.member(house.runtime, languages=["fr"])
    await factories.topic(house.runtime, maria, body="opening", replies=replies)
    return maria


async def waiting(runtime: Runtime) -> list[Job]:
    """The jobs left by changed texts."""
    async with runtime.database.reading() as db:
        return list(await db.exec(select(Job).where(Job.kind == TEXT_CHANGED)))


async def rows(runtime: Runtime) -> int:
    """How much the index holds."""
    async with runtime.database.reading() as db:
        counted = await (await db.connection()).execute(text("SELECT count(*) FROM search_words"))
        return int(counted.scalar_one())


async def test_a_change_leaves_one_job_however_many_texts_it_changes(house: Product) -> None:
    maria = await talk(house)
    async with house.runtime.unit(maria) as unit:
        for _ in range(3):
            await actions.reply(unit, 1, PostDraft(body="more"))  # type: ignore[arg-type]
    [first, second] = await waiting(house.runtime)
    assert first.data == {"subjects": ["post:1"]}
    assert second.data == {"subjects": ["post:2", "post:3", "post:4"]}


async def test_more_subjects_than_fit_together_are_all_indexed(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 2)
    await talk(house, "one", "two", "three")
    wanted = [f"post:{number}" for number in range(1, 5)]
    await follow(house.runtime, [{"subjects": wanted[:3]}, {"subjects": wanted[1:]}])
    assert [await ids(house.runtime, word) for word in ("one", "three")] == [[2], [4]]


async def test_subjects_that_are_no_posts_and_posts_that_are_gone_are_passed_over(
    house: Product,
) -> None:
    await talk(house)
    await follow(house.runtime, [{"subjects": ["caption:3", "topic:99", "post:99", "post:1"]}])
    assert await rows(house.runtime) == 1


async def test_what_changes_while_words_are_cut_is_left_to_its_own_job(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria = await talk(house)
    runtime = await indexed(house)
    real, calls = queries.sources, 0

    async def sources(
        db: AsyncSession, posts: Collection[PostId]
    ) -> Mapping[PostId, Source | None]:
        nonlocal calls
        calls += 1
        found = await real(db, posts)
        if calls == 1:
            async with runtime.unit(maria) as unit:
                await actions.edit_post(unit, PostId(1), PostChange(body="closing"))
        return found

    monkeypatch.setattr(queries, "sources", sources)
    await search.index(runtime, ["post:1"])
    assert (await ids(runtime, "opening"), await ids(runtime, "closing")) == ([1], [])
    await indexed(house)
    assert (await ids(runtime, "opening"), await ids(runtime, "closing")) == ([], [1])


async def test_translations_are_found_until_the_original_changes_or_goes(house: Product) -> None:
    maria = await talk(house, "This is an answer in plain English words.")
    runtime = house.runtime
    async with runtime.unit(maria) as unit:
        subject = await post_subject(unit.db, 2)
        assert subject is not None
        await translations.correct(unit, subject, "fr", Whole("réponse", "<p>réponse</p>"))
    await indexed(house)
    assert await ids(runtime, "reponse") == [2]
    assert await rows(runtime) == 3
    async with runtime.unit(maria) as unit:
        await actions.edit_post(unit, PostId(2), PostChange(body="other"))
    await indexed(house)
    assert await ids(runtime, "reponse") == []
    async with runtime.unit(maria) as unit:
        await actions.delete_post(unit, PostId(2))
    await indexed(house)
    assert await rows(runtime) == 1


async def test_a_build_goes_on_where_it_was_broken_off(
    house: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 2)
    await talk(house, "one", "two", "three")
    runtime, told = house.runtime, list[int]()
    assert not await search.build(runtime, told.append, anew=True, until=lambda: len(told) > 1)
    assert (told, await rows(runtime)) == ([0, 2], 2)
    assert await search.build(runtime, told.append, anew=True)
    assert (told, await rows(runtime)) == ([0, 2, 2, 4], 4)
    assert await search.build(runtime, told.append, anew=False)
    assert told == [0, 2, 2, 4]
    assert await search.newest_post(runtime) == 4


async def test_the_worker_builds_what_was_left_out(house: Product) -> None:
    await talk(house, "one")
    await build_on(house.runtime, {})
    assert await ids(house.runtime, "one") == [2]


async def test_what_an_upgrade_empties_is_built_as_soon_as_a_worker_starts(house: Product) -> None:
    await talk(house, "one")
    for _ in range(2):
        async with house.runtime.database.writer() as db, db.begin():
            for statement in ("DELETE FROM search_words", "DELETE FROM search_build"):
                await (await db.connection()).execute(text(statement))
        await house.runner.set_up()
        await house.runner.drain()
        assert await ids(house.runtime, "one") == [2]
