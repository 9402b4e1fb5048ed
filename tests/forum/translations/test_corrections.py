from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import TopicId
from forum.discussions import actions
from forum.discussions.subjects import topic_subject
from forum.translations import actions as translations
from forum.translations import parts
from forum.translations.rules import Status
from forum.translations.tables import TranslationRevision, TranslationUnit
from tests import factories
from tests.forum.translations.house import House

TWO = "First paragraph.\n\nSecond paragraph."
ZWEI = "Erster Absatz.\n\nZweiter Absatz."


async def test_a_person_replaces_what_an_engine_made_and_is_named(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    await house.translated(post)
    await house.correct(post, "**Erster** Absatz.\n\nZweiter Absatz.", reader)
    found = await house.shown(post)
    assert found is not None
    assert (found.status, found.reviewer, found.engine) == (Status.HUMAN, "Gero", "")
    assert "<strong>Erster</strong>" in found.html
    await house.translated(post)
    assert await house.shown(post) == found


async def test_where_there_is_no_translation_yet_a_person_writes_the_first(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    await house.ask(post)
    await house.correct(post, ZWEI, reader)
    await house.work()
    found = await house.shown(post)
    assert found is not None
    assert found.text == ZWEI
    assert house.engine.sent == []


async def test_what_comes_unchanged_is_approved(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    made = await house.translated(post)
    await house.correct(post, made.text, reader)
    found = await house.shown(post)
    assert found is not None
    assert (found.status, found.reviewer, found.engine) == (Status.REVIEWED, "Gero", "pseudo")
    assert found.made_at == made.made_at
    assert await house.rows(TranslationRevision) == []


async def test_what_was_approved_stays_so_and_stays_an_engines(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    made = await house.translated(post)
    await house.correct(post, made.text, reader)
    await house.edit(post, f"{TWO}\n\nMore.")
    await house.edit(post, TWO)
    outdated = await house.shown(post)
    assert outdated is not None
    assert outdated.status == Status.OUTDATED
    await house.work()
    found = await house.shown(post)
    assert found is not None
    assert (found.status, found.reviewer, found.engine) == (Status.REVIEWED, "Gero", "pseudo")


async def test_an_outdated_text_can_be_said_to_be_still_right(
    house: House, topic: TopicId, reader: Actor
) -> None:
    house.use(none=True)
    post = await house.post(topic, TWO)
    await house.correct(post, ZWEI, reader)
    await house.edit(post, "First  paragraph!\n\nSecond paragraph!")
    await house.correct(post, ZWEI, reader)
    found = await house.shown(post)
    assert found is not None
    assert (found.text, found.status) == (ZWEI, Status.HUMAN)


async def test_an_edit_of_one_paragraph_leaves_a_persons_work_on_the_other(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    await house.correct(post, ZWEI, reader)
    await house.edit(post, "First paragraph.\n\nAnother one.")
    await house.work()
    found = await house.shown(post)
    assert found is not None
    assert found.text.startswith("Erster Absatz.\n\n⟦de ")
    assert (found.status, found.reviewer, found.engine) == (Status.MACHINE, None, "pseudo")
    assert [row.text for row in await house.rows(TranslationRevision)] == [ZWEI]
    await house.edit(post, TWO)
    await house.work()
    again = await house.shown(post)
    assert again is not None
    assert (again.text, again.status) == (ZWEI, Status.HUMAN)


async def test_what_a_person_says_of_one_text_is_not_put_in_the_mouth_of_another(
    house: House, topic: TopicId, reader: Actor
) -> None:
    mine, theirs = await house.post(topic, TWO), await house.post(topic, TWO)
    await house.correct(mine, "Unfug.\n\nUnfug.", reader)
    assert "Unfug" not in (await house.translated(theirs)).text


async def test_a_translation_built_otherwise_counts_as_a_whole(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    await house.correct(post, "Alles in einem Absatz.", reader)
    assert await house.rows(TranslationUnit) == []
    found = await house.shown(post)
    assert found is not None
    assert found.status == Status.HUMAN


async def test_every_version_that_a_person_replaces_is_kept(
    house: House, topic: TopicId, reader: Actor
) -> None:
    other = await factories.member(house.runtime, "heidi", languages=["de"])
    post = await house.post(topic, TWO)
    made = await house.translated(post)
    for who, text in ((reader, "Eins."), (other, "Zwei."), (reader, "Drei.")):
        await house.correct(post, text, who)
    kept = await house.rows(TranslationRevision)
    assert [(row.text, row.reviewer_id) for row in kept] == [
        (made.text, None),
        ("Eins.", reader.member_id),
        ("Zwei.", other.member_id),
    ]
    await house.change(actions.delete_post, post)
    assert await house.rows(TranslationRevision) == []
    assert await house.rows(TranslationUnit) == []


async def test_a_correction_made_while_the_engine_works_stays(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)

    async def correct() -> None:
        await house.correct(post, ZWEI, reader)

    house.engine.meanwhile = correct
    assert (await house.translated(post)).text == ZWEI


async def test_a_title_can_be_corrected(house: House, topic: TopicId, reader: Actor) -> None:
    async def correct(unit: Any) -> None:
        subject = await topic_subject(unit.db, topic)
        assert subject is not None
        await translations.correct(unit, subject, "de", parts.write_line("Offene *Kurse*"))

    await house.change(correct, who=reader)
    (unit,) = await house.rows(TranslationUnit)
    assert unit.text == r"Offene \*Kurse\*"


@pytest.mark.parametrize("act", [actions.delete_post, actions.hide_post])
async def test_what_cannot_be_read_cannot_be_corrected(
    house: House, topic: TopicId, reader: Actor, act: Any
) -> None:
    post = await house.post(topic, TWO)
    await house.change(act, post, *(["spam"] if act is actions.hide_post else []))
    with pytest.raises(NotFound):
        await house.correct(post, ZWEI, reader)
