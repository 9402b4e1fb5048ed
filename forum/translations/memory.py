"""The translation memory as one text sees it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.engine import Database
from forum.translations import queries
from forum.translations.making import Prepared
from i18n.translate.memory import Unit

_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """Segments that are looked for in some memories."""

    memories: tuple[str, ...]
    keys: frozenset[str]
    source: str
    target: str


def sought_by(texts: Sequence[Prepared], language: str, memories: Sequence[str]) -> Sought:
    """What texts of one language that are translated into another look for in `memories`.

    The first memory that has a segment counts.
    """
    keys = frozenset(key for one in texts for key in one.parts.originals.keys)
    return Sought(tuple(dict.fromkeys(memories)), keys, texts[0].subject.language, language)


Look = Callable[[Sought], Awaitable[Mapping[str, Unit]]]
"""Finds units by key; of several memories the first that has a segment counts."""


async def look_up(database: Database, sought: Sequence[Sought]) -> Sequence[Mapping[str, Unit]]:
    """What several look for, in their order; in one query, unless they are very many."""
    found: list[Mapping[str, Unit]] = []
    async with database.reading() as db:
        for some in _in_parts(sought):
            known: defaultdict[_Place, dict[str, Unit]] = defaultdict(dict)
            for memory, unit in await _find(db, some):
                known[unit.key, unit.source, unit.target][memory] = unit
            found += [_nearest(one, known) for one in some]
    return found


def _in_parts(sought: Sequence[Sought]) -> Iterator[Sequence[Sought]]:
    """Some at a time: a statement takes so many values, and not more."""
    some: list[Sought] = []
    keys: set[str] = set()
    for one in sought:
        if some and len(keys | one.keys) > _MOST_KEYS:
            yield some
            some, keys = [], set()
        some.append(one)
        keys |= one.keys
    if some:
        yield some


_MOST_KEYS = 1000


async def _find(db: AsyncSession, some: Sequence[Sought]) -> Sequence[tuple[str, Unit]]:
    memories = sorted({memory for one in some for memory in one.memories})
    keys = {key for one in some for key in one.keys}
    sources, targets = {one.source for one in some}, {one.target for one in some}
    return await queries.find_units(db, memories, keys, sorted(sources), sorted(targets))


def _nearest(sought: Sought, known: Mapping[_Place, Mapping[str, Unit]]) -> Mapping[str, Unit]:
    found = {}
    for key in sought.keys:
        units = known.get((key, sought.source, sought.target), {})
        nearest = (units[memory] for memory in sought.memories if memory in units)
        if unit := next(nearest, None):
            found[key] = unit
    return found


class SubjectMemory:
    """See `i18n.translate.memory.Memory`.

    What is stored waits in `made`, to be written in the transaction of the translation itself:
    had the text been deleted meanwhile, nothing of it may stay.

    Args:
        look: where the units are, see `look_up`.
        memories: names of the memories to look into; the first that has a segment counts.
    """

    def __init__(self, look: Look, memories: Sequence[str]) -> None:
        self._look = look
        self._memories = tuple(dict.fromkeys(memories))
        self._made: dict[_Place, Unit] = {}

    @classmethod
    def of(cls, database: Database, memories: Sequence[str]) -> Self:
        """One that looks into a database whenever it is asked."""

        async def look(sought: Sought) -> Mapping[str, Unit]:
            return (await look_up(database, [sought]))[0]

        return cls(look, memories)

    @classmethod
    def knowing(cls, known: Mapping[str, Unit]) -> Self:
        """One that was looked into already, for all segments that it is asked for."""

        async def look(_sought: Sought) -> Mapping[str, Unit]:
            return known

        return cls(look, ())

    @property
    def made(self) -> Collection[Unit]:
        """The units stored so far."""
        return self._made.values()

    async def find(self, keys: Collection[str], *, source: str, target: str) -> Mapping[str, Unit]:
        """See `Memory`."""
        if not keys:
            return {}
        sought = Sought(self._memories, frozenset(keys), source, target)
        found = dict(await self._look(sought))
        for key in keys:
            if made := self._made.get((key, source, target)):
                found[key] = made
        return found

    async def store(self, units: Iterable[Unit]) -> None:
        """See `Memory`; nothing is written yet."""
        self._made |= {(unit.key, unit.source, unit.target): unit for unit in units}
