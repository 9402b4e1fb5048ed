"""The job that makes a translation; those that wait are done together."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
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
from forum.translations.memory import Sought, SubjectMemory, look_up, sought_by
from forum.translations.queries import TermsWanted, Wanted
from forum.translations.rules import Status
from forum.translations.subjects import Subject, Subjects, load_all
from forum.translations.tables import Translation
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Unit as Segment

AT_ONCE = 100
"""Jobs that are done together: each ends only when all do."""
_CALLS = 8
"""Texts that engines are asked for at the same time."""
_MOMENT = 0.25
"""Seconds in which what is made is stored together."""
BEGUN_WITHIN = 450.0
"""Seconds in which the texts of a batch are begun; each may take `making.TIME_ALLOWED`.

A worker stops a batch after ten minutes (`Pace.longest`), with all that is under way: where engines
are slow, what has not begun by then is tried again by itself instead.
"""


class StillUntranslated(Exception):
    """Some or all of a text waits for an engine that fails at the moment; to be tried again."""


class NotBegun(Exception):
    """A text whose batch had no more time for it."""


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text, and a language that it is translated into."""

    text: Prepared
    language: str

    @property
    def subject(self) -> Subject:
        """The text as it was."""
        return self.text.subject

    @property
    def name(self) -> Wanted:
        """As it was asked for."""
        return self.subject.name, self.language


Outcome = str | Exception
"""What came of a translation: a status, or why there is none; or why it is to be tried again."""
_Place = tuple[str, str, str]


class Work:
    """Makes some translations, all languages of a text together.

    What they need of the database is asked for once for all, and what is made at the same time is
    stored in one change.

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
        self._results = Batches(self._keep, moment=self._moment)
        self._calls = asyncio.Semaphore(_CALLS)
        self._under_way, self._all_made = 0, asyncio.Event()
        self._made: dict[tuple[str, _Place], Segment] = {}

    async def translate(self, names: Mapping[Wanted, object]) -> Mapping[Wanted, Outcome]:
        """Translate each of the texts `names` into its language, unless that is done."""
        async with self._runtime.database.reading() as db:
            texts = await load_all(self._subjects, db, dict.fromkeys(name for name, _ in names))
            before = await queries.some(db, names.keys())
        outcomes: dict[Wanted, Outcome] = {}
        wanted: dict[str, tuple[Subject, list[str]]] = {}
        for name, language in names:
            subject = texts.get(name)
            if subject is None or subject.language == language:
                outcomes[name, language] = "unwanted"
            elif _is_good(before.get((name, language))):
                outcomes[name, language] = "known"
            else:
                wanted.setdefault(name, (subject, []))[1].append(language)
        if outcomes:
            await self._settle(sorted(outcomes))
        every: list[_Piece] = []
        for subject, languages in wanted.values():
            text = await Prepared.of(subject)
            every += [_Piece(text, language) for language in languages]
        return {**outcomes, **await self._make_all(every)} if every else outcomes

    async def aclose(self) -> None:
        """Let go of what is being stored."""
        await self._results.aclose()

    async def _make_all(self, every: Sequence[_Piece]) -> Mapping[Wanted, Outcome]:
        glossaries, known = await asyncio.gather(
            self._read_glossaries([wanted_for(one.subject, one.language) for one in every]),
            look_up(
                self._runtime.database,
                [sought_by([one.text], one.language, one.subject.memories) for one in every],
            ),
        )
        self._under_way = len(every)
        begun_until = time.monotonic() + BEGUN_WITHIN
        async with asyncio.TaskGroup() as group:
            making = [
                group.create_task(self._make(*one, begun_until))
                for one in zip(every, glossaries, known, strict=True)
            ]
            storing = [group.create_task(self._store(one)) for one in making]
        return {one.name: task.result() for one, task in zip(every, storing, strict=True)}

    async def _make(
        self, one: _Piece, glossary: Glossary, known: Mapping[str, Segment], begun_until: float
    ) -> "Result | Exception":
        subject = one.subject
        try:
            memory = SubjectMemory(partial(self._look, known), subject.memories)
            router = self._engines.router(subject.reach)
            async with self._calls:
                if time.monotonic() > begun_until:
                    return NotBegun(f"{subject.name} into {one.language}")
                means = Means(memory, router, glossary, making.TIME_ALLOWED)
                (made,) = await make_all([one.text], one.language, means)
        except Exception as failure:  # noqa: BLE001 (it is this translation's, and tried again)
            return failure
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._all_made.set()
        self._made |= {(subject.memory, _place(unit)): unit for unit in memory.made}
        return Result(subject, one.language, made, memory.made)

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
        names = {one.subject.name for one in results if one.name in wanted}
        now = await load_all(self._subjects, unit.db, sorted(names))
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
