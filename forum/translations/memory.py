"""The translation memory as one text sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from forum.db.engine import Database
from forum.translations import queries
from i18n.translate.memory import Unit

_Place = tuple[str, str, str]


class SubjectMemory:
    """See `i18n.translate.memory.Memory`.

    What is stored waits in `made`, to be written in the transaction of the translation itself:
    had the text been deleted meanwhile, nothing of it may stay.

    Args:
        database: where the units are.
        memories: names of the memories to look into; the first that has a segment counts.
    """

    def __init__(self, database: Database, memories: Sequence[str]) -> None:
        self._database = database
        self._memories = tuple(dict.fromkeys(memories))
        self._made: dict[_Place, Unit] = {}

    @property
    def made(self) -> Collection[Unit]:
        """The units stored so far."""
        return self._made.values()

    async def find(self, keys: Collection[str], *, source: str, target: str) -> Mapping[str, Unit]:
        """See `Memory`."""
        if not keys:
            return {}
        async with self._database.reading() as db:
            rows = await queries.find_units(db, self._memories, keys, source, target)
        rows.sort(key=lambda row: self._memories.index(row[0]), reverse=True)
        found = {unit.key: unit for _, unit in rows}
        for key in keys:
            if made := self._made.get((key, source, target)):
                found[key] = made
        return found

    async def store(self, units: Iterable[Unit]) -> None:
        """See `Memory`; nothing is written yet."""
        self._made |= {(unit.key, unit.source, unit.target): unit for unit in units}
