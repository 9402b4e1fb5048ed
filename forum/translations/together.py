"""Several short texts at once and without delay, for live sessions.

Who calls has claimed them (`actions.claim`) in the change that stored them. What is not made in
time is not queued: a reader who asks for it later has it made as any other text is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby

from forum.core.actor import SYSTEM
from forum.db.unit import Unit
from forum.runtime import Runtime
from forum.translations import actions, queries, rules
from forum.translations.engines import Engines
from forum.translations.glossaries import Glossaries
from forum.translations.making import Made, Means, make_all
from forum.translations.memory import SubjectMemory
from forum.translations.subjects import Subject, Subjects, load
from i18n.translate.memory import Unit as Segment

TRY_AGAIN = timedelta(seconds=30)
"""How long nobody asks an engine again that has just failed."""
UNWANTED = "unwanted"
"""What came of a text that was removed or changed meanwhile, or is in the language itself."""


@dataclass(frozen=True, slots=True)
class Together:
    """What makes translations of texts that are read as they are written."""

    runtime: Runtime
    engines: Engines
    subjects: Subjects
    glossaries: Glossaries = field(default_factory=Glossaries)

    async def translate(
        self, names: Sequence[str], language: str, *, seconds: float
    ) -> Mapping[str, str]:
        """Translate the texts `names`; says what came of each: a status, or why it was not made.

        Args:
            names: of subjects.
            language: BCP 47 tag wanted.
            seconds: that the engines may take.
        """
        async with self.runtime.database.reading() as db:
            found = [await load(self.subjects, db, name) for name in names]
        wanted = [one for one in found if one is not None and one.language != language]
        outcomes = dict.fromkeys(names, UNWANTED)
        for _, some in groupby(sorted(wanted, key=_alike), key=_alike):
            outcomes |= await self._make(list(some), language, seconds)
        return outcomes

    async def _make(
        self, some: Sequence[Subject], language: str, seconds: float
    ) -> Mapping[str, str]:
        first = some[0]
        async with self.runtime.database.reading() as db:
            glossary = await self.glossaries.of(db, first, language)
        memory = SubjectMemory(self.runtime.database, (first.memory, ""))
        router = self.engines.router(first.reach)
        made = await make_all(some, language, Means(memory, router, glossary, seconds))
        async with self.runtime.unit(SYSTEM) as unit:
            return {
                subject.name: await self._keep(unit, (subject, language), one, memory.made)
                for subject, one in zip(some, made, strict=True)
            }

    async def _keep(
        self, unit: Unit, wanted: tuple[Subject, str], made: Made, units: Collection[Segment]
    ) -> str:
        subject, language = wanted
        if not await queries.is_wanted(unit.db, subject.name, language):
            return UNWANTED
        now = await load(self.subjects, unit.db, subject.name)
        if now is None or not now.says_the_same(subject):
            return UNWANTED
        own = [one for one in units if one.key in made.keys]
        # Who calls sends the text itself to its readers: that it is there is announced to nobody.
        outcome = await actions.keep(unit, replace(now, channel=""), language, made, own)
        if made.whole is None and not rules.is_hopeless(made.failures):
            wanted_name = (subject.name, language)
            again = unit.now + TRY_AGAIN
            await queries.note_failure(unit.db, wanted_name, outcome, again_after=again)
        return outcome


def _alike(subject: Subject) -> tuple[str, str, str, str]:
    """Texts that can go to an engine together have this in common."""
    return subject.language, subject.space, subject.memory, subject.reach.value
