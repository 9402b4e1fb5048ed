"""The translation memory as TMX, out and in, a part at a time: however large, little is held."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.version import VERSION
from forum.db.engine import Database
from forum.text.clean import clean_text
from forum.translations import queries
from forum.translations.parts import as_markdown
from forum.translations.rules import Origin
from forum.translations.schemas import LONGEST_TRANSLATION
from i18n.exchange.tmx import TMX_END, TmxUnit, read_tmx, tmx_start, tmx_unit
from i18n.translate.memory import Origin as MemoryOrigin
from i18n.translate.memory import Unit, segment_key

_TOOL = "stakeholders-forum"
_AT_ONCE = 500
_STORED_AT_ONCE = 2_000
"""Units of a file in one transaction: their keys are spread over whole indexes, so that few large
transactions write much less than many small ones."""
_HARD_BREAK = re.compile(r"(?:\\| {2,})\n")  # a file of lines has no place for it
_ORIGINS: Mapping[str, MemoryOrigin] = {one.value: one.value for one in Origin}
_FORM, _ORIGIN, _ENGINE, _VIA = "x-form", "x-origin", "x-engine", "x-via"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: pairs of segments taken, and units of the file that made none."""

    pairs: int = 0
    passed_over: int = 0


async def write_memory(db: AsyncSession, memory: str) -> AsyncIterator[bytes]:
    """Write all units of a memory, by its name: empty for the common one, `space:3`.

    What stands in spaces that not everybody reads is never in the common one.
    """
    yield tmx_start(tool=_TOOL, version=VERSION)
    after = ("", "", "")
    while units := await queries.units_of_memory(db, memory, after, _AT_ONCE):
        yield b"".join(tmx_unit(_out(one)) for one in units)
        after = units[-1].source, units[-1].target, units[-1].key
    yield TMX_END


def _out(unit: Unit) -> TmxUnit:
    said = {_FORM: "markdown", _ORIGIN: unit.origin, _ENGINE: unit.engine, _VIA: unit.via}
    texts = {unit.source: unit.original, unit.target: unit.text}
    return TmxUnit(
        {tag: _HARD_BREAK.sub(" ", text) for tag, text in texts.items()},
        unit.source,
        properties={name: value for name, value in said.items() if value},
    )


async def read_memory(database: Database, memory: str, file: BinaryIO, made_at: datetime) -> Taken:
    """Add what a file holds to a memory, 2,000 units in a transaction.

    What people made or approved is not replaced by what machines made. Segments of other tools are
    plain text; what they do not say of where it comes from counts as made by people.

    Args:
        database: where the memory is.
        memory: its name.
        file: is read twice: nothing is taken of one that cannot be read to its end.
        made_at: the time that is noted.

    Raises:
        NotTmx: it is broken or reaches beyond itself.
    """
    await to_thread.run_sync(_read_through, file)
    file.seek(0)
    units, taken = map(_pairs, read_tmx(file)), Taken()
    while some := await to_thread.run_sync(lambda: list(islice(units, _STORED_AT_ONCE))):
        pairs = {(one.source, one.target, one.key): one for found in some for one in found}
        without = sum(not found for found in some)
        async with database.writer() as db, db.begin():
            await queries.save_units(db, memory, pairs.values(), made_at)
        taken = Taken(taken.pairs + len(pairs), taken.passed_over + without)
    return taken


def _read_through(file: BinaryIO) -> None:
    for _ in read_tmx(file):
        pass


def _pairs(unit: TmxUnit) -> Sequence[Unit]:
    """From the original into each other language; none where it is not said which that is."""
    if unit.source not in unit.texts:
        return ()
    texts = {tag: _text(unit, text) for tag, text in unit.texts.items()}
    original = texts.pop(unit.source)
    if not 0 < len(original) <= LONGEST_TRANSLATION:
        return ()
    key, said = segment_key(original), unit.properties
    origin = _ORIGINS.get(said.get(_ORIGIN, ""), "human")
    engine, via = said.get(_ENGINE) or None, said.get(_VIA) or None
    return [
        Unit(key, unit.source, target, original, text, origin, engine, via)
        for target, text in texts.items()
        if 0 < len(text) <= LONGEST_TRANSLATION
    ]


def _text(unit: TmxUnit, text: str) -> str:
    return clean_text(text if unit.properties.get(_FORM) == "markdown" else as_markdown(text))
