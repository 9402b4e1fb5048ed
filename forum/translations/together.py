"""Several short texts at once and without delay, for live sessions.

Who calls has claimed them (`actions.claim`) in the change that stored them. What is not made in
time is not queued: a reader who asks for it later has it made as any other text is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from forum.core.actor import SYSTEM
from forum.db.unit import Unit
from forum.runtime import Runtime
from forum.translations import actions, queries, rules
from forum.translations.engines import Engines
from forum.translations.glossaries import Glossaries
from forum.translations.making import Made, Means, make_all
from forum.translations.memory import SubjectMemory
from forum.translations.parts import Whole
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject
from i18n.translate.memory import Unit as Segment

TRY_AGAIN = timedelta(seconds=30)
"""How long nobody asks an engine again that has just failed."""
UNWANTED = "unwanted"
"""What came of a text that was removed or changed meanwhile, or is in the language itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a text.

    Attributes:
        reason: a status, or why it was not made.
        translation: as it is stored; `None`: it is not.
    """

    reason: str
    translation: TranslationOut | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """What makes translations of texts that are read as they are written, and never change."""

    runtime: Runtime
    engines: Engines
    glossaries: Glossaries = field(default_factory=Glossaries)

    async def translate(
        self, subjects: Sequence[Subject], language: str, *, seconds: float
    ) -> Mapping[str, Outcome]:
        """Translate texts; says by name what came of each.

        Args:
            subjects: as they were just now.
            language: BCP 47 tag wanted.
            seconds: that the engines may take.
        """
        wanted = [one for one in subjects if one.language != language]
        outcomes = {one.name: Outcome(UNWANTED) for one in subjects}
        for _, some in groupby(sorted(wanted, key=_alike), key=_alike):
            outcomes |= await self._make(list(some), language, seconds)
        return outcomes

    async def _make(
        self, some: Sequence[Subject], language: str, seconds: float
    ) -> Mapping[str, Outcome]:
        first = some[0]
        async with self.runtime.database.reading() as db:
            glossary = await self.glossaries.of(db, first, language)
        memory = SubjectMemory(self.runtime.database, (first.memory, ""))
        router = self.engines.router(first.reach)
        made = await make_all(some, language, Means(memory, router, glossary, seconds))
        async with self.runtime.unit(SYSTEM) as unit:
            return {
                subject.name: await _keep(unit, (subject, language), one, memory.made)
                for subject, one in zip(some, made, strict=True)
            }


async def _keep(
    unit: Unit, wanted: tuple[Subject, str], made: Made, units: Collection[Segment]
) -> Outcome:
    subject, language = wanted
    name = (subject.name, language)
    # Who removes a text drops what was asked for of it first, and such a text is never edited.
    if not await queries.is_wanted(unit.db, *name):
        return Outcome(UNWANTED)
    own = [one for one in units if one.key in made.keys]
    # Who calls sends the text itself to its readers: that it is there is announced to nobody.
    reason = await actions.keep(unit, replace(subject, channel=""), language, made, own)
    if made.whole is not None:
        return Outcome(reason, _out(made, made.whole, language, unit.now))
    if not rules.is_hopeless(made.failures):
        await queries.note_failure(unit.db, name, reason, again_after=unit.now + TRY_AGAIN)
    return Outcome(reason)


def _out(made: Made, whole: Whole, language: str, now: datetime) -> TranslationOut:
    return TranslationOut.model_construct(
        language=language,
        html=whole.html,
        text=whole.text,
        status=made.status,
        engine=made.engine,
        via=made.via,
        made_at=now,
        reviewer=None,
    )


def _alike(subject: Subject) -> tuple[str, str, str, str]:
    """Texts that can go to an engine together have this in common."""
    return subject.language, subject.space, subject.memory, subject.reach.value
