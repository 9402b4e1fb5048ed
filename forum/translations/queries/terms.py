"""The terms that count for a text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.among import among
from forum.translations.tables import GlossaryTerm
from i18n.translate.glossary import Term


@dataclass(frozen=True, slots=True)
class TermsWanted:
    """Whose terms: of a space (0: of none) and a pair of languages, BCP 47."""

    space_id: int
    source: str
    target: str

    def is_of(self, space_id: int, source: str, target: str) -> bool:
        """Whether terms of a space, from and into a language ("": from or into any), count."""
        sources, targets = (self.source, ""), (self.target, "")
        return space_id in (self.space_id, 0) and source in sources and target in targets


Stamp = Sequence[tuple[int, str, str, int, int, datetime]]
"""By space and languages: how many terms, the newest one's number, when one was last changed."""


async def terms_stamps(
    db: AsyncSession, wanted: Collection[TermsWanted]
) -> Mapping[TermsWanted, Stamp]:
    """For each, what changes whenever its `terms` would."""
    found = sorted(tuple(row) for row in await db.exec(_STAMPS, params=_asked(*wanted)))
    return {one: [row for row in found if one.is_of(*row[:3])] for one in wanted}


async def terms(db: AsyncSession, wanted: TermsWanted) -> list[Term]:
    """The terms that count; a space's before the site's, those of one language before any."""
    found = await db.exec(_TERMS, params=_asked(wanted))
    return [Term(term, translation or term) for term, translation in found]


def _asked(*wanted: TermsWanted) -> dict[str, list[int] | list[str]]:
    """Which terms count for one of `wanted`; of several, a few more."""
    return {
        "spaces": sorted({0, *(one.space_id for one in wanted)}),
        "sources": sorted({"", *(one.source for one in wanted)}),
        "targets": sorted({"", *(one.target for one in wanted)}),
    }


# Composed once: everything that is said in a meeting asks for the stamps.
_GROUPS = (col(GlossaryTerm.space_id), col(GlossaryTerm.source), col(GlossaryTerm.target))
_COUNT = (
    among(GlossaryTerm.space_id, "spaces"),
    among(GlossaryTerm.source, "sources"),
    among(GlossaryTerm.target, "targets"),
)
_STAMPS: Any = (
    select(*_GROUPS)
    .add_columns(func.count(), func.max(GlossaryTerm.id), func.max(GlossaryTerm.changed_at))
    .where(*_COUNT)
    .group_by(*_GROUPS)
)
_TERMS = (
    select(GlossaryTerm.term, GlossaryTerm.translation)
    .where(*_COUNT)
    .order_by(*(one.desc() for one in _GROUPS), col(GlossaryTerm.id))
)
