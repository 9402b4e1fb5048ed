"""The glossary that a text is translated by, kept in the process while nobody changes it."""

from collections import OrderedDict
from collections.abc import Sequence

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.translations import queries
from forum.translations.queries import Stamp, TermsWanted
from forum.translations.subjects import Subject
from i18n.translate.glossary import Glossary

_MOST = 64
"""Glossaries that are kept; one of 50,000 terms takes about a second to build."""
_LARGE = 500
"""Terms from which on a thread builds it."""


class Glossaries:
    """Gives glossaries of spaces and pairs of languages."""

    def __init__(self) -> None:
        self._kept: OrderedDict[TermsWanted, tuple[Stamp, Glossary]] = OrderedDict()

    async def of(self, db: AsyncSession, subject: Subject, language: str) -> Glossary:
        """The glossary for a translation of `subject` into `language`, as it is now."""
        return (await self.of_all(db, [wanted_for(subject, language)]))[0]

    async def of_all(self, db: AsyncSession, wanted: Sequence[TermsWanted]) -> Sequence[Glossary]:
        """Several glossaries as they are now, in the order of `wanted`."""
        stamps = await queries.terms_stamps(db, wanted)
        return [await self._of(db, one, stamps[one]) for one in wanted]

    async def _of(self, db: AsyncSession, wanted: TermsWanted, stamp: Stamp) -> Glossary:
        kept = self._kept.get(wanted)
        if kept is None or kept[0] != stamp:
            kept = stamp, await _built(db, wanted) if stamp else Glossary()
        self._kept[wanted] = kept
        self._kept.move_to_end(wanted)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return kept[1]


def wanted_for(subject: Subject, language: str) -> TermsWanted:
    """Whose terms count for a translation of `subject` into `language`."""
    number = int(subject.space.partition(":")[2] or 0)
    return TermsWanted(number, subject.language, language)


async def _built(db: AsyncSession, wanted: TermsWanted) -> Glossary:
    terms = await queries.terms(db, wanted)
    if len(terms) < _LARGE:
        return Glossary(terms, wanted.source)
    return await to_thread.run_sync(Glossary, terms, wanted.source)
