"""Which translations a change of the glossary makes stale. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from i18n.translate.glossary import Glossary, Term, has_term
from i18n.translate.memory import Unit

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A term that is new, says something else, or is gone.

    Attributes:
        space_id: the space that it counts in; 0: everywhere.
        source: BCP 47 tag; empty for any.
        target: BCP 47 tag; empty for any.
        term: as it stands in originals.
        translation: what it must become, or had to; empty: itself.
        gone: whether it was removed.
    """

    space_id: int
    source: str
    target: str
    term: str
    translation: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """What changes mean for one unit of the memory.

    Attributes:
        spaces: in which it is stale; 0 among them: in all.
        forgotten: whether the glossary would not notice by itself, as the term is gone.
    """

    spaces: frozenset[int]
    forgotten: bool


@dataclass(slots=True)
class Changes:
    """Changed terms, looked for in what was translated before.

    Attributes:
        every: the changes.
    """

    every: Sequence[Change]
    _built: dict[_Pair, tuple[Glossary, Mapping[str, Change]]] = field(default_factory=dict)

    def touch(self, unit: Unit) -> "Touch | None":
        """What they mean for something that a machine said; `None`: nothing.

        Under a term that is new or changed, it is stale if it does not hold the translation; under
        one that is gone, if it does.
        """
        glossary, changes = self._of(unit)
        found = {one.term.source for one in glossary.find(unit.original)}
        stale = [changes[source] for source in found if _is_stale(changes[source], unit)]
        if not stale:
            return None
        spaces = frozenset(one.space_id for one in stale)
        return Touch(spaces, forgotten=any(one.gone for one in stale))

    def _of(self, unit: Unit) -> tuple[Glossary, Mapping[str, Change]]:
        pair = unit.source, unit.target
        if pair not in self._built:
            mine = {normalize("NFC", one.term): one for one in _of_pair(self.every, pair)}
            terms = [Term(one.term, one.translation) for one in mine.values()]
            self._built[pair] = Glossary(terms, unit.source), mine
        return self._built[pair]


def _of_pair(changes: Iterable[Change], pair: _Pair) -> Iterable[Change]:
    return (one for one in changes if one.source in {pair[0], ""} and one.target in {pair[1], ""})


def _is_stale(one: Change, unit: Unit) -> bool:
    holds = has_term(unit.text, one.translation or one.term, unit.target)
    return holds if one.gone else not holds
