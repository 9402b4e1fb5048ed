from forum.translations import queries
from forum.translations.memory import SubjectMemory
from i18n.translate.memory import Unit
from tests.factories import NOON
from tests.forum.translations.house import House


def unit(text: str, key: str = "k", origin: str = "machine") -> Unit:
    return Unit(key, "en", "de", "original", text, origin)  # type: ignore[arg-type]


async def remember(house: House, memory: str, *units: Unit) -> None:
    async with house.runtime.database.writer() as db, db.begin():
        await queries.save_units(db, memory, units, NOON)


async def found(house: House, *memories: str, **stored: str) -> dict[str, str]:
    memory = SubjectMemory.of(house.runtime.database, memories)
    await memory.store([unit(text, key) for key, text in stored.items()])
    return {key: one.text for key, one in (await _find(memory)).items()}


async def _find(memory: SubjectMemory) -> dict[str, Unit]:
    return dict(await memory.find({"k", "other"}, source="en", target="de"))


async def test_the_nearest_memory_counts(house: House) -> None:
    await remember(house, "", unit("common"), unit("common", "other"))
    await remember(house, "space:1", unit("near"))
    assert await found(house, "space:1", "") == {"k": "near", "other": "common"}
    assert await found(house, "", "space:1") == {"k": "common", "other": "common"}
    assert await found(house, "") == {"k": "common", "other": "common"}
    assert await found(house, "space:2") == {}


async def test_what_was_stored_is_found_and_nothing_is_written_yet(house: House) -> None:
    await remember(house, "", unit("old"))
    assert await found(house, "", k="new", other="too") == {"k": "new", "other": "too"}
    assert await found(house, "") == {"k": "old"}


async def test_a_machine_never_replaces_a_person(house: House) -> None:
    for text, origin, expected in [
        ("a", "machine", "a"),
        ("b", "machine", "b"),
        ("c", "human", "c"),
        ("d", "machine", "c"),
        ("e", "reviewed", "e"),
        ("f", "machine", "e"),
    ]:
        await remember(house, "", unit(text, origin=origin))
        assert await found(house, "") == {"k": expected}


async def test_nothing_asked_is_nothing_found(house: House) -> None:
    memory = SubjectMemory.of(house.runtime.database, [""])
    assert await memory.find(set(), source="en", target="de") == {}
    async with house.runtime.database.reading() as db:
        assert await queries.translations(db, [], "de") == {}
