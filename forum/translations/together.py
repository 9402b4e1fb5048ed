"""Several short texts at once and without delay, for live sessions.

Who calls has claimed them (`actions.claim`) in the change that stored them. What is not made in
time is not queued: a reader who asks for it later has it made as any other text is.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from forum.core.actor import SYSTEM
from forum.db.batches import Batches
from forum.db.unit import Unit
from forum.runtime import Runtime
from forum.translations import actions, counters, queries, rules
from forum.translations.actions import Result
from forum.translations.engines import Engines
from forum.translations.glossaries import Glossaries, wanted_for
from forum.translations.making import Made, Means, Prepared, make_all
from forum.translations.memory import SubjectMemory, look_up, sought_by
from forum.translations.parts import Whole
from forum.translations.queries import Kept, TermsWanted
from forum.translations.rules import Reach
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject, Subjects, load
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Unit as Segment

TRY_AGAIN = timedelta(seconds=30)
"""How long nobody asks an engine again that has just failed."""
UNWANTED = "unwanted"
"""What came of a text that was removed or changed meanwhile, or is in the language itself."""
_NOTHING = Subject(
    name="", text="-", markdown=False, language="und", version=0, channel="", reach=Reach.NONE
)
"""A text without words, for which no engine is asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a text.

    Attributes:
        reason: a status, or why it was not made.
        translation: as it is stored; `None`: it is not.
    """

    reason: str
    translation: TranslationOut | None = None


class Together:
    """What makes translations of texts that are read as they are written.

    What several languages ask of the database at the same time is one query, and what is made at
    the same time is stored in one change.

    Args:
        runtime: of the process.
        engines: likewise.
        subjects: what loads the texts.
    """

    def __init__(self, runtime: Runtime, engines: Engines, subjects: Subjects) -> None:
        self._runtime, self._engines, self._subjects = runtime, engines, subjects
        self._kept_glossaries = Glossaries()
        self._glossaries = Batches(self._read_glossaries)
        self._memory = Batches(partial(look_up, runtime.database))
        self._results = Batches(self._keep)

    async def get_ready(self, kinds: Collection[str]) -> None:
        """Do what the first text would wait for: load and compose what is made when it is used.

        Args:
            kinds: of texts that there will be.
        """
        counters.get_ready()
        await self._make([_NOTHING], "en", 0.0)
        async with self._runtime.unit(SYSTEM) as unit:
            for kind in kinds:
                await load(self._subjects, unit.db, f"{kind}:0")
            await queries.are_wanted(unit.db, [])
            await queries.keep(unit.db, Kept((), (), (), ()))

    async def make(
        self, subjects: Sequence[Subject], language: str, *, seconds: float
    ) -> Sequence[Result]:
        """Translate texts; nothing is stored, and nobody may read it yet.

        Args:
            subjects: as they were just now, in other languages.
            language: BCP 47 tag wanted.
            seconds: that the engines may take.
        """
        results: list[Result] = []
        for _, some in groupby(sorted(subjects, key=_alike), key=_alike):
            results += await self._make(list(some), language, seconds)
        return results

    async def keep(self, results: Sequence[Result]) -> Mapping[str, Outcome]:
        """Store what was made of texts that still are what they were; by name what came of each."""
        outcomes = await self._results.ask(results)
        return {one.subject.name: said for one, said in zip(results, outcomes, strict=True)}

    async def aclose(self) -> None:
        """Let go of what is being read or stored."""
        for one in (self._glossaries, self._memory, self._results):
            await one.aclose()

    async def _make(
        self, some: Sequence[Subject], language: str, seconds: float
    ) -> Sequence[Result]:
        first = some[0]
        texts = [await Prepared.of(one) for one in some]
        glossary, known = await asyncio.gather(
            self._glossaries.ask(wanted_for(first, language)),
            self._memory.ask(sought_by(texts, language, first.memories[1:])),
        )
        memory = SubjectMemory.knowing(known)
        router = self._engines.router(first.reach)
        made = await make_all(texts, language, Means(memory, router, glossary, seconds))
        return [_result(*one, language, memory.made) for one in zip(some, made, strict=True)]

    async def _read_glossaries(self, wanted: Sequence[TermsWanted]) -> Sequence[Glossary]:
        async with self._runtime.database.reading() as db:
            return await self._kept_glossaries.of_all(db, wanted)

    async def _keep(self, batches: Sequence[Sequence[Result]]) -> Sequence[Sequence[Outcome]]:
        results = [one for batch in batches for one in batch]
        async with self._runtime.unit(SYSTEM) as unit:
            # Who removes a text drops first what was asked for of it; who edits it asks anew.
            wanted = await queries.are_wanted(unit.db, [one.name for one in results])
            stand = await self._standing(unit, results)
            kept = [one for one in results if one.name in wanted and id(one) in stand]
            said = await actions.keep_all(unit, kept)
            for one, reason in zip(kept, said, strict=True):
                await _note_failure(unit, one, reason)
        reasons = {id(one): reason for one, reason in zip(kept, said, strict=True)}
        return [[_outcome(one, reasons.get(id(one)), unit.now) for one in b] for b in batches]

    async def _standing(self, unit: Unit, results: Sequence[Result]) -> Collection[int]:
        """By `id` those whose text is still the same."""
        names = {one.subject.name for one in results if not one.subject.is_fixed}
        now = {name: await load(self._subjects, unit.db, name) for name in sorted(names)}
        return {
            id(one)
            for one in results
            if one.subject.is_fixed or _is_same(one.subject, now[one.subject.name])
        }


def _is_same(subject: Subject, now: Subject | None) -> bool:
    return now is not None and now.says_the_same(subject)


def _result(subject: Subject, made: Made, language: str, units: Collection[Segment]) -> Result:
    own = [one for one in units if one.key in made.keys]
    # Who calls sends the text itself to its readers: that it is there is announced to nobody.
    return Result(replace(subject, channel=""), language, made, own)


async def _note_failure(unit: Unit, result: Result, reason: str) -> None:
    """Note that engines failed that may not fail later."""
    made = result.made
    if made.whole is None and not rules.is_hopeless(made.failures):
        until = unit.now + TRY_AGAIN
        await queries.note_failure(unit.db, result.name, reason, again_after=until)


def _outcome(result: Result, reason: str | None, now: datetime) -> Outcome:
    if reason is None:
        return Outcome(UNWANTED)
    if result.made.whole is None:
        return Outcome(reason)
    return Outcome(reason, _out(result.made, result.made.whole, result.language, now))


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
