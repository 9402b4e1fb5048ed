"""The memory as TMX, out and in."""

import io

import pytest

from forum.translations import queries
from forum.translations.exchanging import Taken, read_memory, write_memory
from forum.translations.tables import TranslationUnit
from i18n.exchange.tmx import NotTmx, TmxUnit, write_tmx
from i18n.translate.memory import Unit, segment_key
from tests.factories import NOON
from tests.forum.translations.house import House


def unit(original: str, text: str, **more: str) -> Unit:
    return Unit(segment_key(original), "en", "de", original, text, **more)  # type: ignore[arg-type]


async def remember(house: House, memory: str, *units: Unit) -> None:
    async with house.runtime.database.writer() as db, db.begin():
        await queries.save_units(db, memory, units, NOON)


async def written(house: House, memory: str) -> bytes:
    async with house.runtime.database.reading() as db:
        return b"".join([piece async for piece in write_memory(db, memory)])


async def take(house: House, memory: str, file: bytes) -> Taken:
    return await read_memory(house.runtime.database, memory, io.BytesIO(file), NOON)


async def units(house: House, memory: str) -> list[tuple[str, str, str, str | None]]:
    rows = [row for row in await house.rows(TranslationUnit) if row.memory == memory]
    return sorted((row.original, row.text, row.origin.value, row.engine) for row in rows)


async def test_what_goes_out_comes_in_elsewhere_and_a_closed_space_stays_apart(
    house: House,
) -> None:
    many = [unit(f"Number {n}.", f"Nummer {n}.", origin="human") for n in range(600)]
    await remember(house, "", *many, unit("The **bus**", "Der **Bus**", engine="deepl"))
    await remember(house, "space:1", unit("Between us", "Unter uns"))
    common = await written(house, "")
    assert b"Between us" not in common
    assert b"Unter uns" in await written(house, "space:1")
    assert await take(house, "space:9", common) == Taken(601, 0)
    assert await units(house, "space:9") == await units(house, "")
    assert await take(house, "space:9", common) == Taken(601, 0)
    assert len(await units(house, "space:9")) == 601


async def test_other_tools_write_plain_text_and_what_people_said_stays(house: House) -> None:
    await remember(house, "", unit("Hello", "Servus", origin="human"))
    file = [
        TmxUnit({"en": "Hello", "de": "Hallo"}, "en", properties={"x-origin": "machine"}),
        TmxUnit({"en": "5 * 3", "de": "5 * 3 *", "fr": "x"}, "en"),
        TmxUnit({"en": "Unsaid", "de": "Ungesagt"}),
    ]
    taken = await take(house, "", b"".join(write_tmx(file, tool="t", version="1")))
    assert taken == Taken(3, 1)
    assert await units(house, "") == [
        ("5 \\* 3", "5 \\* 3 \\*", "human", None),
        ("5 \\* 3", "x", "human", None),
        ("Hello", "Servus", "human", None),
    ]


async def test_a_broken_file_is_refused(house: House) -> None:
    with pytest.raises(NotTmx):
        await take(house, "", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx>&x;')
    assert await units(house, "") == []
