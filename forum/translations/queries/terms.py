"""The terms that count for a text."""

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


Stamp = tuple[int, int | None, datetime | None]
"""How many terms there are, the newest one's number, and when one was last changed."""


async def terms_stamp(db: AsyncSession, wanted: TermsWanted) -> Stamp:
    """What changes whenever `terms` would."""
    counted = select(
        func.count(), func.max(GlossaryTerm.id), func.max(GlossaryTerm.changed_at)
    ).where(*_conditions(wanted))
    return (await db.exec(counted)).one()


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


def _conditions(wanted: TermsWanted) -> tuple[ColumnElement[bool], ...]:
    return (
        col(GlossaryTerm.space_id).in_({wanted.space_id, 0}),
        col(GlossaryTerm.source).in_({wanted.source, ""}),
        col(GlossaryTerm.target).in_({wanted.target, ""}),
    )
