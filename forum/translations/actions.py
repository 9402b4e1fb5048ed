"""What happens to translations with what happens to their originals; the caller commits.

Who calls has asked whether the actor may read, edit or delete the original.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.translations import queries, rules
from forum.translations.events import TRANSLATED, TranslationReady
from forum.translations.making import Made
from forum.translations.parts import Whole, counterparts, write
from forum.translations.queries import Kept, Wanted
from forum.translations.rules import Status, is_reviewed
from forum.translations.subjects import Subject
from forum.translations.tables import Translation, TranslationRevision
from i18n.translate.memory import Unit as Segment
from i18n.translate.memory import segment_key

JOB = "translate"


async def ask(unit: Unit, subject: str, language: str) -> None:
    """Have `subject` translated, unless that is under way or was found impossible of late."""
    await ask_all(unit, [(subject, language)])


async def ask_all(unit: Unit, wanted: Collection[Wanted]) -> None:
    """The same for several subjects at once."""
    again_after = unit.now + rules.WORK_MAY_TAKE
    for subject, language in await queries.request(
        unit.db, wanted, unit.now, again_after=again_after
    ):
        unit.later(JOB, subject=subject, language=language)


async def claim(unit: Unit, wanted: Collection[Wanted], lease: timedelta) -> None:
    """Note that `wanted` are made at once, by whoever calls; after `lease`, anyone may ask anew."""
    await queries.request(unit.db, wanted, unit.now, again_after=unit.now + lease)


async def outdate(
    unit: Unit, subject: str, *, into: Collection[str] = (), at_once: Collection[str] = ()
) -> None:
    """After an edit: no translation counts any more, and those there were are made anew.

    Args:
        unit: of the edit.
        subject: the text.
        into: languages that it is wanted in besides, whether or not it was there in them before.
        at_once: languages into which whoever calls makes it, see `claim`.
    """
    asked = await queries.drop_requests(unit.db, subject)  # first: it waits for work under way
    had = await queries.mark_outdated(unit.db, subject, unit.now)
    wanted = {*had, *asked, *into}.difference(at_once)
    await ask_all(unit, {(subject, language) for language in wanted})
    unit.text_changed(subject)


async def forget(unit: Unit, subject: str) -> None:
    """With a deletion: translations and what the memory knows of the text are gone for good."""
    await queries.drop_requests(unit.db, subject)  # first: it waits for work under way
    await queries.forget(unit.db, subject)
    await queries.forget_segments(unit.db, subject)
    unit.text_changed(subject)


@dataclass(frozen=True, slots=True)
class Result:
    """What was made of a text, to be stored.

    Attributes:
        subject: the original, which is still as it was then.
        language: BCP 47 tag.
        made: from that original.
        units: what the memory should keep of it.
    """

    subject: Subject
    language: str
    made: Made
    units: Collection[Segment]

    @property
    def name(self) -> Wanted:
        """As it was asked for."""
        return self.subject.name, self.language


async def keep(
    unit: Unit, subject: Subject, language: str, made: Made, units: Collection[Segment]
) -> str:
    """Store what was made of a text, see `Result`; says what came of it."""
    return (await keep_all(unit, [Result(subject, language, made, units)]))[0]


async def keep_all(unit: Unit, results: Sequence[Result]) -> Sequence[str]:
    """The same of several texts at once."""
    done = [one for one in results if one.made.whole is not None]
    if done:
        await _store(unit, done)
    return [await _outcome(unit, one) for one in results]


async def _outcome(unit: Unit, result: Result) -> str:
    if result.made.whole is not None:
        return result.made.status
    return await _note_failure(unit, result.subject, result.language, result.made.failures)


async def _note_failure(
    unit: Unit, subject: Subject, language: str, failures: Sequence[str]
) -> str:
    told = rules.BUDGET if rules.BUDGET in failures else failures[0]
    if rules.is_hopeless(failures):
        until = rules.again_after(failures, unit.now)
        await queries.note_failure(unit.db, (subject.name, language), told, again_after=until)
    return told


async def _ask_tomorrow(unit: Unit, subject: Subject, language: str) -> None:
    """Have the rest translated when budgets begin anew."""
    due = rules.next_day(unit.now)
    wanted = [(subject.name, language)]
    await queries.request(unit.db, wanted, unit.now, again_after=due + rules.WORK_MAY_TAKE)
    unit.later(JOB, due=due, subject=subject.name, language=language)


async def _store(unit: Unit, results: Sequence[Result]) -> None:
    settled = [one for one in results if rules.is_hopeless(one.made.failures)]
    added = await queries.keep(unit.db, _kept(unit, results, settled))
    for one in settled:
        if rules.BUDGET in one.made.failures:
            await _ask_tomorrow(unit, one.subject, one.language)
    others = [one.name for one in results if one.name not in added]
    known = await queries.some(unit.db, others) if others else {}
    for one in results:
        if (before := known.get(one.name)) is not None:
            await _store_anew(unit, one, before)
        else:
            announce(unit, one.subject, one.language)


def _kept(unit: Unit, results: Sequence[Result], settled: Sequence[Result]) -> Kept:
    names = sorted({one.name for one in settled})
    had = {(one.subject.name, one.subject.memory, key) for one in results for key in one.made.keys}
    units = [
        row
        for memory, some in sorted(_by_memory(results).items())
        for row in queries.unit_rows(memory, some, unit.now)
    ]
    return Kept(
        settled=[dict(zip(("subject", "language"), one, strict=True)) for one in names],
        units=units,
        segments=[dict(zip(("subject", "memory", "key"), one, strict=True)) for one in sorted(had)],
        translations=list({one.name: _values_of(unit, one) for one in results}.values()),
    )


def _by_memory(results: Sequence[Result]) -> Mapping[str, Collection[Segment]]:
    """What each memory keeps, each segment once: two texts may have one in common."""
    found: defaultdict[str, dict[tuple[str, str, str], Segment]] = defaultdict(dict)
    for result in results:
        units = {(one.source, one.target, one.key): one for one in result.units}
        found[result.subject.memory] |= units
    return {memory: some.values() for memory, some in found.items()}


def _values_of(unit: Unit, result: Result) -> dict[str, Any]:
    made = result.made
    assert made.whole is not None  # noqa: S101 (the caller has looked)
    values = _values(unit, result.subject, result.language, made.whole, made.status)
    return values | {"engine": made.engine, "via": made.via}


async def _store_anew(unit: Unit, result: Result, before: Translation) -> None:
    row = Translation(**_values_of(unit, result))
    if is_reviewed(row.status):
        row.reviewer_id, row.author_id = before.reviewer_id, before.author_id
    if not _is_as_good(before, row):
        await _replace(unit, result.subject, before, row)


def _is_as_good(before: Translation, row: Translation) -> bool:
    same = (before.text, before.status) == (row.text, row.status)
    return same and before.outdated_at is None and before.stale_at is None


async def correct(
    unit: Unit,
    subject: Subject,
    language: str,
    correction: Whole,
    *,
    author: MemberId | None = None,
) -> int | None:
    """Put a person's translation in the place of whatever there is, or approve what there is.

    What it says of single segments is remembered for this text; where another member than the
    actor wrote it, for all texts, as two people stand by it then. An edit of one paragraph leaves
    people's work on the others. Not checked here: who calls has asked who may do this.

    Args:
        unit: the actor is who approves it.
        subject: the original.
        language: BCP 47 tag.
        correction: what it reads.
        author: who wrote it, if that is not who wrote what there was.

    Returns:
        the revision that keeps what there was before; `None` where there was nothing.

    Raises:
        SameLanguage: the original is written in that language.
    """
    if language == subject.language:
        raise rules.SameLanguage
    await queries.settle(unit.db, subject.name, language)
    before = await queries.translation(unit.db, subject.name, language)
    row = Translation(**_values(unit, subject, language, correction, Status.HUMAN))
    row.reviewer_id, row.author_id = unit.actor.require_member(), author
    if before is not None and before.text == correction.text:
        row.status, row.author_id = rules.approved(before.status), before.author_id
        row.engine, row.via, row.made_at = before.engine, before.via, before.made_at
    memories = {subject.name}
    if author not in (None, row.reviewer_id):
        memories.add(subject.memory)
    await _remember(unit, subject, language, correction, memories)
    return await _replace(unit, subject, before, row, keep=author is not None)


async def _remember(
    unit: Unit, subject: Subject, language: str, correction: Whole, memories: Collection[str]
) -> None:
    originals = await _segments(subject, correction)
    known = {
        (one.key, one.text): one
        for _, one in await queries.find_units(
            unit.db, {subject.name, subject.memory, ""}, originals, [subject.language], [language]
        )
    }
    units = [
        rules.confirmed(
            known.get((key, text)),
            Segment(key, subject.language, language, original, text, "human"),
        )
        for key, (original, text) in originals.items()
        if text != original
    ]
    for memory in sorted(memories):
        await queries.save_units(unit.db, memory, units, unit.now)
        await queries.note_segments(unit.db, subject.name, memory, {one.key for one in units})


async def _segments(subject: Subject, translation: Whole) -> Mapping[str, tuple[str, str]]:
    pairs = await counterparts(subject.text, translation.text, markdown=subject.markdown)
    return {segment_key(original): (original, text) for original, text in pairs}


async def take_back(
    unit: Unit, subject: Subject, language: str, correction: Whole, replaced_id: int | None
) -> bool:
    """Undo `correct`; false if the translation has become another one since.

    Args:
        unit: the change that it is part of.
        subject: the original, as it was then.
        language: BCP 47 tag.
        correction: what was put there.
        replaced_id: what `correct` gave.
    """
    row = await queries.translation(unit.db, subject.name, language)
    if row is None or row.text != correction.text:
        return False
    said = [(key, text) for key, (_, text) in (await _segments(subject, correction)).items()]
    pair = (subject.language, language)
    await queries.forget_units(unit.db, {subject.name, subject.memory}, pair, said)
    before = None if replaced_id is None else await queries.revision(unit.db, replaced_id)
    if before is None:
        await queries.drop(unit.db, row)
        announce(unit, subject, language)
        return True
    await _put_back(unit, subject, before, row)
    return True


async def _put_back(
    unit: Unit, subject: Subject, before: TranslationRevision, row: Translation
) -> None:
    whole = await write(before.text, markdown=subject.markdown)
    values = before.model_dump(exclude={"id"})
    again = Translation(**values, source=subject.language, html=whole.html, locked_at=row.locked_at)
    if before.reviewer_id is not None:
        await _remember(unit, subject, row.language, whole, {subject.name})
    await _replace(unit, subject, None, again)
    await queries.drop(unit.db, before)


def _values(
    unit: Unit, subject: Subject, language: str, whole: Whole, status: Status
) -> dict[str, Any]:
    return {
        "subject": subject.name,
        "language": language,
        "source": subject.language,
        "source_version": subject.version,
        "status": status,
        "text": whole.text,
        "html": whole.html,
        "made_at": unit.now,
    }


async def _replace(
    unit: Unit,
    subject: Subject,
    before: Translation | None,
    row: Translation,
    *,
    keep: bool = False,
) -> int | None:
    """Store `row`; what it replaces is kept as a revision, unless only engines had a part in both.

    Anything an engine has made, it can make again. `keep` has it kept in any case; gives the
    number of the revision.
    """
    kept = None
    if before is not None:
        row.locked_at = before.locked_at
        if keep or (before.text != row.text and _is_by_people(before, row)):
            kept = await queries.keep_revision(unit.db, before)
    await queries.save(unit.db, row)
    announce(unit, subject, row.language)
    return kept


def announce(unit: Unit, subject: Subject, language: str) -> None:
    """Say that a translation is there, or reads otherwise, to those who hear of its original."""
    if not subject.channel:
        return
    heard_by = subject.heard_by(language)
    unit.emit(TranslationReady(heard_by, subject.name, subject.number, language))
    if not subject.live:
        unit.text_changed(subject.name)
        unit.later(TRANSLATED, subject=subject.name, language=language)


def _is_by_people(*rows: Translation) -> bool:
    return any(row.reviewer_id is not None for row in rows)
