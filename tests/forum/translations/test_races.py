"""A change to the original that comes while a job stores what it made waits, and then finds it."""

import asyncio

import pytest
from sqlmodel import select

from forum.core.actor import SYSTEM
from forum.core.ids import PostId, TopicId
from forum.db.unit import Unit
from forum.discussions import actions
from forum.discussions.subjects import post_subject
from forum.translations import actions as translations
from forum.translations import queries
from forum.translations.making import make
from forum.translations.memory import SubjectMemory
from forum.translations.rules import Status
from forum.translations.tables import Translation, TranslationSegment, TranslationUnit
from tests.forum.translations.house import House

LONG_ENOUGH = 20
"""Questions to the database in which another change gets as far as it can."""


async def keep_while(house: House, post: PostId, change: "asyncio.Task[None]", unit: Unit) -> None:
    assert await queries.is_wanted(unit.db, f"post:{post}", "de")
    subject = await post_subject(unit.db, post)
    assert subject is not None
    for _ in range(LONG_ENOUGH):
        await unit.db.exec(select(1))
    assert not change.done()
    memory = SubjectMemory.of(house.runtime.database, [""])
    made = await make(subject, "de", memory, house.engines.anywhere)
    assert await translations.keep(unit, subject, "de", made, memory.made) == Status.MACHINE


@pytest.mark.parametrize("deed", ["delete", "edit"])
async def test_a_change_that_comes_while_a_translation_is_stored_reaches_it(
    house: House, topic: TopicId, deed: str
) -> None:
    post = await house.post(topic, "Old words.")
    await house.ask(post)
    begun = asyncio.Event()

    async def change() -> None:
        await begun.wait()
        if deed == "delete":
            await house.change(actions.delete_post, post)
        else:
            await house.edit(post, "New words.")

    async with asyncio.TaskGroup() as group, house.runtime.unit(SYSTEM) as unit:
        task = group.create_task(change())
        await unit.db.exec(select(1))
        begun.set()
        await keep_while(house, post, task, unit)
    if deed == "delete":
        for table in (Translation, TranslationSegment, TranslationUnit):
            assert await house.rows(table) == []
    else:
        outdated = await house.shown(post)
        assert outdated is not None
        assert outdated.status == Status.OUTDATED
        await house.work()
        fresh = await house.shown(post)
        assert fresh is not None
        assert "Ñéŵ" in fresh.text
