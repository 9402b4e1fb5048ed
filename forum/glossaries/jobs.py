"""In the wake of a change of the glossary: what machines said before is marked as stale."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anyio import to_thread

from forum.core.actor import SYSTEM
from forum.db.unit import Unit
from forum.glossaries import queries
from forum.glossaries.rules import CHANGED
from forum.glossaries.staling import Change, Changes, Touch
from forum.jobs.kinds import Handler
from forum.runtime import Runtime
from forum.translations import queries as translations
from forum.translations.events import TranslationReady
from forum.translations.queries import UnitPlace, Wanted
from forum.translations.subjects import Subject, Subjects, load
from forum.translations.tables import GlossaryTerm
from i18n.translate.memory import Unit as Segment

AT_ONCE = 2_000
"""Units that are looked at before the job lets others have their turn."""

_BEGINNING: UnitPlace = ("", "", "", "")


def kinds(subjects: Subjects) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def mark(runtime: Runtime, data: Mapping[str, Any]) -> None:
        await mark_stale(runtime, subjects, data)

    return {CHANGED: mark}


async def mark_stale(runtime: Runtime, subjects: Subjects, data: Mapping[str, Any]) -> None:
    """Look through a part of the memory, mark what the change touches, and leave the rest."""
    first, second, third, fourth = data.get("after") or _BEGINNING
    async with runtime.database.reading() as db:
        changed = await queries.terms_changed_at(db, datetime.fromisoformat(str(data["at"])))
        after = (str(first), str(second), str(third), str(fourth))
        units = await translations.machine_units(db, after, AT_ONCE)
    every = [Change(**one) for one in data["gone"]] + [_change(one) for one in changed]
    touched = await to_thread.run_sync(_touched, Changes(every), units)
    wanted = await _wanted(runtime, subjects, touched)
    texts = await _texts(runtime, subjects, wanted)
    async with runtime.unit(SYSTEM) as unit:
        gone = [place for place, touch in touched.items() if touch.forgotten]
        await translations.forget_machine_units(unit.db, gone)
        marked = await translations.mark_stale(unit.db, wanted, unit.now)
        _announce(unit, texts, marked)
        if len(units) == AT_ONCE:
            unit.later(CHANGED, at=data["at"], gone=data["gone"], after=list(units[-1][0]))


async def _texts(
    runtime: Runtime, subjects: Subjects, wanted: Sequence[Wanted]
) -> Mapping[str, Subject]:
    """The texts of these, by name; read before anything is locked."""
    async with runtime.database.reading() as db:
        found = [await load(subjects, db, name) for name in dict.fromkeys(n for n, _ in wanted)]
    return {one.name: one for one in found if one is not None}


def _announce(unit: Unit, texts: Mapping[str, Subject], marked: Sequence[Wanted]) -> None:
    """Have whoever reads or keeps what is stale from now on read it anew, with its label."""
    for name, language in marked:
        if subject := texts.get(name):
            heard_by = subject.heard_by(language)
            unit.emit(TranslationReady(heard_by, name, subject.number, language))


def _change(row: GlossaryTerm) -> Change:
    return Change(row.space_id, row.source, row.target, row.term, row.translation)


def _touched(
    changes: Changes, units: Sequence[tuple[UnitPlace, Segment]]
) -> Mapping[UnitPlace, Touch]:
    found = ((place, changes.touch(unit)) for place, unit in units)
    return {place: touch for place, touch in found if touch is not None}


async def _wanted(
    runtime: Runtime, subjects: Subjects, touched: Mapping[UnitPlace, Touch]
) -> Sequence[Wanted]:
    """The translations that hold what was touched, in the spaces that the changes count in."""
    by_spaces: defaultdict[frozenset[int], list[UnitPlace]] = defaultdict(list)
    for place, touch in touched.items():
        by_spaces[touch.spaces].append(place)
    wanted: list[Wanted] = []
    async with runtime.database.reading() as db:
        for spaces, places in by_spaces.items():
            for name, language in await translations.users_of_units(db, places):
                subject = None if 0 in spaces else await load(subjects, db, name)
                if 0 in spaces or (subject and subject.space in {f"space:{n}" for n in spaces}):
                    wanted.append((name, language))
    return wanted
