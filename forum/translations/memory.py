"""The translation memory as one text sees it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from forum.db.engine import Database
from forum.translations import queries
from i18n.translate.memory import Unit

_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """Segments that are looked for in some memories."""

    memories: tuple[str, ...]
    keys: frozenset[str]
    source: str
    target: str


Look = Callable[[Sought], Awaitable[Mapping[str, Unit]]]
"""Finds units by key; of several memories the first that has a segment counts."""


async def look_up(database: Database, sought: Sequence[Sought]) -> Sequence[Mapping[str, Unit]]:
    """What several look for, in their order; in one query where only the target differs."""
    found: list[Mapping[str, Unit]] = [{} for _ in sought]
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(sought):
        groups[one.memories, one.keys, one.source].append(place)
    async with database.reading() as db:
        for places in groups.values():
            first, targets = sought[places[0]], {sought[place].target for place in places}
            rows = await queries.find_units(
                db, first.memories, first.keys, first.source, *sorted(targets)
            )
            rows.sort(key=lambda row: first.memories.index(row[0]), reverse=True)
            for place in places:
                found[place] = {u.key: u for _, u in rows if u.target == sought[place].target}
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
