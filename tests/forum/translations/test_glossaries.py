from forum.core.ids import TopicId
from forum.translations.glossaries import Glossaries
from forum.translations.rules import Reach
from forum.translations.subjects import Subject
from forum.translations.tables import GlossaryTerm
from tests.factories import NOON
from tests.forum.translations.house import House


async def add(house: House, term: str, translation: str = "", **more: object) -> GlossaryTerm:
    values = {"source": "en", "target": "de", **more}
    row = GlossaryTerm(
        key=term.lower(), term=term, translation=translation, changed_at=house.clock(), **values
    )
    async with house.runtime.unit(house.author) as unit:
        unit.db.add(row)
    return row


async def found(house: House, glossaries: Glossaries, text: str, space: int = 1) -> list[str]:
    subject = Subject("post:1", text, True, "en", 1, "topic:1", Reach.ANY, space=f"space:{space}")
    async with house.runtime.database.reading() as db:
        glossary = await glossaries.of(db, subject, "de")
    return [one.term.target for one in glossary.find(text)]


async def test_a_spaces_terms_come_before_the_sites_and_one_language_before_any(
    house: House,
) -> None:
    glossaries = Glossaries()
    await add(house, "group", "Gruppe")
    await add(house, "hub", source="", target="")
    await add(house, "hub", "Drehscheibe")
    await add(house, "group", "Kurs", space_id=2)
    await add(house, "group", "groupe", target="fr")
    assert await found(house, glossaries, "the group, a hub") == ["Gruppe", "Drehscheibe"]
    assert await found(house, glossaries, "the group", space=2) == ["Kurs"]


async def test_a_change_counts_at_once(house: House) -> None:
    glossaries = Glossaries()
    assert await found(house, glossaries, "a group") == []
    row = await add(house, "group", "Gruppe")
    assert await found(house, glossaries, "a group") == ["Gruppe"]
    async with house.runtime.unit(house.author) as unit:
        kept = await unit.db.get(GlossaryTerm, row.id)
        assert kept is not None
        kept.translation, kept.changed_at = "Kreis", house.clock()
    assert await found(house, glossaries, "a group") == ["Kreis"]
    async with house.runtime.unit(house.author) as unit:
        await unit.db.delete(await unit.db.get(GlossaryTerm, row.id))
    assert await found(house, glossaries, "a group") == []


async def test_a_large_glossary_is_built_beside_the_event_loop(house: House) -> None:
    async with house.runtime.unit(house.author) as unit:
        for n in range(600):
            values = {"source": "en", "target": "de", "key": f"w{n}", "changed_at": NOON}
            unit.db.add(GlossaryTerm(term=f"w{n}", translation=f"W-{n}", **values))
    assert await found(house, Glossaries(), "a w599 and w7") == ["W-599", "W-7"]


async def test_a_translation_uses_the_words_of_the_glossary(house: House, topic: TopicId) -> None:
    await add(house, "working group", "Arbeitsgruppe")
    await add(house, "ASEM", source="", target="")
    post = await house.post(topic, "**Working groups** of ASEM")
    made = await house.translated(post)
    assert "**Arbeitsgruppe**" in made.text
    assert "ASEM" in made.text
