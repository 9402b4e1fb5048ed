from dataclasses import replace

import pytest

from i18n.translate.memory import MemoryInProcess, Origin, Unit, segment_key

UNIT = Unit(segment_key("Bus lane"), "en", "fr", "Bus lane", "Voie de bus", engine="pseudo")


async def found(memory: MemoryInProcess) -> Unit | None:
    return (await memory.find([UNIT.key], source="en", target="fr")).get(UNIT.key)


async def test_a_unit_is_found_by_key_and_pair_alone() -> None:
    memory = MemoryInProcess()
    await memory.store([UNIT])
    assert await memory.find([UNIT.key, "other"], source="en", target="fr") == {UNIT.key: UNIT}
    assert await memory.find([UNIT.key], source="fr", target="en") == {}
    assert await memory.find([UNIT.key], source="en", target="de") == {}


@pytest.mark.parametrize(
    ("kept", "new", "replaced"),
    [
        ("machine", "machine", True),
        ("machine", "human", True),
        ("reviewed", "human", True),
        ("reviewed", "machine", False),
        ("human", "machine", False),
    ],
)
async def test_a_machine_never_replaces_a_person(kept: Origin, new: Origin, replaced: bool) -> None:
    memory = MemoryInProcess()
    await memory.store([replace(UNIT, origin=kept)])
    await memory.store([replace(UNIT, origin=new, text="Couloir de bus")])
    unit = await found(memory)
    assert unit
    assert (unit.text == "Couloir de bus") is replaced


def test_the_key_folds_white_space_and_composition_and_nothing_else() -> None:
    assert segment_key(" cafe\u0301\n au  lait ") == segment_key("café au lait")
    assert segment_key("Café") != segment_key("café")
    assert len(segment_key("")) == 64
