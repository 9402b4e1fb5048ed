"""The job that makes a translation; those that wait are done together."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from forum.core.actor import SYSTEM
from forum.db.batches import Batches
from forum.db.unit import Unit
from forum.jobs.kinds import Batch, Handler, SomeFailed
from forum.runtime import Runtime
from forum.translations import actions, making, queries, rules
from forum.translations.actions import JOB, Result
from forum.translations.counters import translations
from forum.translations.engines import Engines
from forum.translations.glossaries import Glossaries, wanted_for
from forum.translations.making import Means, Prepared, make_all
from forum.translations.memory import Sought, SubjectMemory, look_up
from forum.translations.queries import TermsWanted, Wanted
from forum.translations.rules import Status
from forum.translations.subjects import Subject, Subjects, load
from forum.translations.tables import Translation
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Unit as Segment

AT_ONCE = 100
"""Jobs that are done together: each ends only when all do."""
_TEXTS, _CALLS = 8, 8
"""Texts that are translated at the same time, and calls to engines for them all."""
_MOMENT = 0.1
"""Seconds in which what is made is stored together."""


class StillUntranslated(Exception):
    """Some or all of a text waits for an engine that fails at the moment; to be tried again."""


def kinds(engines: Engines, subjects: Subjects) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""
    glossaries = Glossaries()

    async def translate(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
        names = [(str(job["subject"]), str(job["language"])) for job in jobs]
        work = Work(runtime, engines, subjects, glossaries)
        try:
            outcomes = await work.translate(dict.fromkeys(names))
        finally:
            await work.aclose()
        failures: dict[int, Exception] = {}
        for place, name in enumerate(names):
            outcome = outcomes[name]
            if isinstance(outcome, Exception):
                failures[place] = outcome
        _count(list(map(outcomes.__getitem__, names)))
        if failures:
            raise SomeFailed(failures)

    return {JOB: Batch(translate, AT_ONCE, gathers=False)}


Outcome = str | Exception
"""What came of a translation: a status, or why there is none; or why it is to be tried again."""
_Place = tuple[str, str, str]


class Work:
    """Makes some translations, all languages of a text together.

    What several ask of the database at the same time is one query, and what is made at the same
    time is stored in one change.

    Args:
        runtime: of the process.
        engines: likewise.
        subjects: what loads the texts.
        glossaries: that the process keeps.
    """

    def __init__(
        self, runtime: Runtime, engines: Engines, subjects: Subjects, glossaries: Glossaries
    ) -> None:
        self._runtime, self._engines, self._subjects = runtime, engines, subjects
        self._kept_glossaries = glossaries
        self._glossaries = Batches(self._read_glossaries)
        self._memory = Batches(partial(look_up, runtime.database))
        self._results = Batches(self._keep, pause=self._moment)
        self._texts, self._calls = asyncio.Semaphore(_TEXTS), asyncio.Semaphore(_CALLS)
        self._under_way, self._all_made = 0, asyncio.Event()
        self._made: dict[tuple[str, _Place], Segment] = {}

    async def translate(self, names: Mapping[Wanted, object]) -> Mapping[Wanted, Outcome]:
        """Translate each of the texts `names` into its language, unless that is done."""
        async with self._runtime.database.reading() as db:
            different = dict.fromkeys(name for name, _ in names)
            texts = {name: await load(self._subjects, db, name) for name in different}
            before = await queries.some(db, names.keys())
        outcomes: dict[Wanted, Outcome] = {}
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for name, language in names:
            subject = texts[name]
            if subject is None or subject.language == language:
                outcomes[name, language] = "unwanted"
            elif _is_good(before.get((name, language))):
                outcomes[name, language] = "known"
            else:
                wanted[name].append(language)
        if outcomes:
            await self._settle(sorted(outcomes))
        self._under_way = sum(map(len, wanted.values()))
        every = [(one, wanted[one.name]) for one in texts.values() if one and wanted[one.name]]
        async with asyncio.TaskGroup() as group:
            made = [group.create_task(self._text(*one)) for one in every]
        for one in made:
            outcomes |= one.result()
        return outcomes

    async def aclose(self) -> None:
        """Let go of what is being read or stored."""
        for one in (self._glossaries, self._memory, self._results):
            await one.aclose()

    async def _text(self, subject: Subject, languages: Sequence[str]) -> Mapping[Wanted, Outcome]:
        # Another text is begun while this one is stored.
        async with asyncio.TaskGroup() as group, self._texts:
            text = await Prepared.of(subject)
            making = [group.create_task(self._make(text, one)) for one in languages]
            storing = [group.create_task(self._store(one)) for one in making]
            await asyncio.wait(making)
        said = [one.result() for one in storing]
        return {(subject.name, one): what for one, what in zip(languages, said, strict=True)}

    async def _make(self, text: Prepared, language: str) -> "Result | Exception":
        subject = text.subject
        try:
            glossary = await self._glossaries.ask(wanted_for(subject, language))
            known = await self._memory.ask(_sought(text, language))
            memory = SubjectMemory(partial(self._look, known), subject.memories)
            router = self._engines.router(subject.reach)
            async with self._calls:
                means = Means(memory, router, glossary, making.TIME_ALLOWED)
                (made,) = await make_all([text], language, means)
        except Exception as failure:  # noqa: BLE001 (it is this translation's, and tried again)
            return failure
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._all_made.set()
        self._made |= {(subject.memory, _place(unit)): unit for unit in memory.made}
        return Result(subject, language, made, memory.made)

    async def _look(self, known: Mapping[str, Segment], sought: Sought) -> Mapping[str, Segment]:
        """What the memory knew, and what was made meanwhile of texts beside this one."""
        found = dict(known)
        for key in sought.keys - known.keys():
            place = (key, sought.source, sought.target)
            beside = (self._made.get((memory, place)) for memory in sought.memories)
            if unit := next(filter(None, beside), None):
                found[key] = unit
        return found

    async def _store(self, making: Awaitable["Result | Exception"]) -> Outcome:
        result = await making
        if isinstance(result, Exception):
            return result
        try:
            outcome = await self._results.ask(result)
        except Exception as failure:  # noqa: BLE001 (as above)
            return failure
        failures = result.made.failures
        if failures and not rules.is_hopeless(failures):
            name, language = result.name
            return StillUntranslated(f"{name} into {language}: {', '.join(failures)}")
        return outcome

    async def _moment(self) -> None:
        """Wait for more that is stored in one change; not when all is made, and not for long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOMENT):
                await self._all_made.wait()

    async def _read_glossaries(self, wanted: Sequence[TermsWanted]) -> Sequence[Glossary]:
        async with self._runtime.database.reading() as db:
            return await self._kept_glossaries.of_all(db, wanted)

    async def _settle(self, names: Sequence[Wanted]) -> None:
        async with self._runtime.unit(SYSTEM) as unit:
            for name, language in names:
                await queries.settle(unit.db, name, language)

    async def _keep(self, results: Sequence[Result]) -> Sequence[str]:
        """Store what was made, where it is still asked for and the text is still the same."""
        async with self._runtime.unit(SYSTEM) as unit:
            return await self._keep_standing(unit, results)

    async def _keep_standing(self, unit: Unit, results: Sequence[Result]) -> Sequence[str]:
        wanted = await queries.are_wanted(unit.db, [one.name for one in results])
        names = sorted({one.subject.name for one in results if one.name in wanted})
        now = {name: await load(self._subjects, unit.db, name) for name in names}
        said: dict[int, str] = {}
        kept: list[Result] = []
        for one in results:
            subject = now.get(one.subject.name)
            if one.name not in wanted:
                said[id(one)] = "unwanted"
            elif subject is None:
                await queries.settle(unit.db, *one.name)
                said[id(one)] = "unwanted"
            elif not subject.says_the_same(one.subject):
                said[id(one)] = "edited"  # the edit has asked for it again
            else:
                kept.append(Result(subject, one.language, one.made, one.units))
        stored = dict(
            zip((one.name for one in kept), await actions.keep_all(unit, kept), strict=True)
        )
        return [said.get(id(one)) or stored[one.name] for one in results]


def _sought(text: Prepared, language: str) -> Sought:
    keys, subject = frozenset(text.parts.originals.keys), text.subject
    return Sought(tuple(dict.fromkeys(subject.memories)), keys, subject.language, language)


def _place(unit: Segment) -> _Place:
    return unit.key, unit.source, unit.target


def _is_good(row: Translation | None) -> bool:
    if row is None or row.outdated_at is not None or row.stale_at is not None:
        return False
    return row.status != Status.PARTIAL


def _count(outcomes: Sequence[Outcome]) -> None:
    """Count what came of jobs; of those that are tried again for other reasons, nothing did."""
    known = (
        "waiting" if isinstance(one, StillUntranslated) else one
        for one in outcomes
        if isinstance(one, str | StillUntranslated)
    )
    for outcome, many in Counter(known).items():
        translations().labels(outcome).inc(many)
