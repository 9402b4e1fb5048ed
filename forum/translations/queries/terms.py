"""The terms that count for a text."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

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
    groups = (col(GlossaryTerm.space_id), col(GlossaryTerm.source), col(GlossaryTerm.target))
    counts = (func.count(), func.max(GlossaryTerm.id), func.max(GlossaryTerm.changed_at))
    query = select(*groups, *counts).where(*_conditions(*wanted)).group_by(*groups)  # type: ignore[call-overload]
    found = sorted(tuple(row) for row in await db.exec(query))
    return {one: [row for row in found if one.is_of(*row[:3])] for one in wanted}


async def terms(db: AsyncSession, wanted: TermsWanted) -> list[Term]:
    """The terms that count; a space's before the site's, those of one language before any."""
    query = (
        select(GlossaryTerm.term, GlossaryTerm.translation)
        .where(*_conditions(wanted))
        .order_by(
            col(GlossaryTerm.space_id).desc(),
            col(GlossaryTerm.source).desc(),
            col(GlossaryTerm.target).desc(),
            col(GlossaryTerm.id),
        )
    )
    return [Term(term, translation or term) for term, translation in await db.exec(query)]


def _conditions(*wanted: TermsWanted) -> tuple[ColumnElement[bool], ...]:
    """Which terms count for one of `wanted`; of several, a few more."""
    return (
        col(GlossaryTerm.space_id).in_({0, *(one.space_id for one in wanted)}),
        col(GlossaryTerm.source).in_({"", *(one.source for one in wanted)}),
        col(GlossaryTerm.target).in_({"", *(one.target for one in wanted)}),
    )
