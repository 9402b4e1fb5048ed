"""The job that makes a translation."""

from collections.abc import Collection, Mapping

from forum.core.actor import SYSTEM
from forum.jobs.kinds import Handler
from forum.runtime import Runtime
from forum.translations import actions, queries, rules
from forum.translations.actions import JOB
from forum.translations.counters import translations
from forum.translations.engines import Engines
from forum.translations.glossaries import Glossaries
from forum.translations.making import Made, make
from forum.translations.memory import SubjectMemory
from forum.translations.rules import Status
from forum.translations.subjects import Subject, Subjects, load
from forum.translations.tables import Translation
from i18n.translate.memory import Unit as Segment


class StillUntranslated(Exception):
    """Some or all of a text waits for an engine that fails at the moment; to be tried again."""


def kinds(engines: Engines, subjects: Subjects) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""
    glossaries = Glossaries()

    async def translate(runtime: Runtime, data: Mapping[str, object]) -> None:
        work = Work(runtime, engines, subjects, glossaries)
        try:
            outcome = await work.translate(str(data["subject"]), str(data["language"]))
        except StillUntranslated:
            translations().labels("waiting").inc()
            raise
        translations().labels(outcome).inc()

    return {JOB: translate}


class Work:
    """What translating takes: the house, its engines, where texts come from, and glossaries."""

    def __init__(
        self, runtime: Runtime, engines: Engines, subjects: Subjects, glossaries: Glossaries
    ) -> None:
        self._runtime, self._engines, self._subjects = runtime, engines, subjects
        self._glossaries = glossaries

    async def translate(self, name: str, language: str) -> str:
        """Translate the text `name` into `language`, unless that is done; says what came of it.

        Raises:
            StillUntranslated: an engine failed, and may not fail later.
        """
        async with self._runtime.database.reading() as db:
            subject = await load(self._subjects, db, name)
            before = await queries.translation(db, name, language)
        if subject is None or subject.language == language:
            return await self._settle(name, language, "unwanted")
        if _is_good(before):
            return await self._settle(name, language, "known")
        async with self._runtime.database.reading() as db:
            glossary = await self._glossaries.of(db, subject, language)
        memory = SubjectMemory.of(self._runtime.database, subject.memories)
        router = self._engines.router(subject.reach)
        made = await make(subject, language, memory, router, glossary)
        outcome = await self._keep(subject, language, made, memory.made)
        if made.failures and not rules.is_hopeless(made.failures):
            raise StillUntranslated(f"{name} into {language}: {', '.join(made.failures)}")
        return outcome

    async def _settle(self, name: str, language: str, outcome: str) -> str:
        async with self._runtime.unit(SYSTEM) as unit:
            await queries.settle(unit.db, name, language)
        return outcome

    async def _keep(
        self, subject: Subject, language: str, made: Made, units: Collection[Segment]
    ) -> str:
        """Store what was made, if it is still asked for and the text is still the same."""
        async with self._runtime.unit(SYSTEM) as unit:
            if not await queries.is_wanted(unit.db, subject.name, language):
                return "unwanted"
            found = await load(self._subjects, unit.db, subject.name)
            if found is None:
                await queries.settle(unit.db, subject.name, language)
                return "unwanted"
            if not found.says_the_same(subject):
                return "edited"  # the edit has asked for it again
            return await actions.keep(unit, found, language, made, units)


def _is_good(row: Translation | None) -> bool:
    if row is None or row.outdated_at is not None or row.stale_at is not None:
        return False
    return row.status != Status.PARTIAL
