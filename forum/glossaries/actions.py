"""What moderators do with glossaries; the caller commits.

A change counts for what is translated from then on. What machines said before is marked as stale,
and made anew when its text is, or when a moderator asks for it; what people said stays.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from forum.core.errors import Fault, InvalidInput
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.glossaries import queries
from forum.glossaries.queries import Scope
from forum.glossaries.rules import (
    CHANGED,
    ONE_LANGUAGE,
    check_loops,
    key_of,
)
from forum.glossaries.schemas import TermChange, TermDraft, TermOut, TermsTaken
from forum.translations.tables import GlossaryTerm


async def add_term(unit: Unit, draft: TermDraft) -> TermOut:
    """Add a term.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
        NotFound: there is no such space for this actor.
        TermTaken, TermLoops: the glossary does not take it.
    """
    unit.actor.require(Permission.GLOSSARY_MANAGE)
    row = _row(unit, draft, await queries.space_id(unit.db, unit.actor, draft.space))
    await _check(unit, [row])
    await queries.add_term(unit.db, row)
    _leave(unit)
    return await queries.term_out(unit.db, row)


async def change_term(unit: Unit, number: int, change: TermChange) -> TermOut:
    """Change what a term becomes, or the note on it.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
        NotFound: there is no such term.
        InvalidInput: the term is for any language, and one translation cannot be in all.
        TermLoops: it would lead back to itself.
    """
    unit.actor.require(Permission.GLOSSARY_MANAGE)
    row = await queries.term_for_update(unit.db, number)
    if change.translation and not row.target:
        raise InvalidInput([Fault("translation", ONE_LANGUAGE)])
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(row, name, value)
    row.changed_at = unit.now
    await _check(unit, [row])
    _leave(unit)
    return await queries.term_out(unit.db, row)


async def remove_term(unit: Unit, number: int) -> None:
    """Remove a term.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
        NotFound: there is no such term.
    """
    unit.actor.require(Permission.GLOSSARY_MANAGE)
    row = await queries.term_for_update(unit.db, number)
    gone = row.model_dump(include={"space_id", "source", "target", "term", "translation"})
    await queries.remove_term(unit.db, row)
    _leave(unit, {**gone, "gone": True})


async def take_in(unit: Unit, space: str, drafts: Sequence[TermDraft]) -> TermsTaken:
    """Add the terms of a file to the glossary of a space, or change those there are.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
        NotFound: there is no such space for this actor.
        TermLoops: a term would lead back to itself.
    """
    unit.actor.require(Permission.GLOSSARY_MANAGE)
    space_id = await queries.space_id(unit.db, unit.actor, space)
    rows = {
        (row.source, row.target, row.key): row
        for row in (_row(unit, draft, space_id) for draft in drafts)
    }
    known = await _check(unit, list(rows.values()))
    await queries.save_terms(unit.db, list(rows.values()))
    _leave(unit)
    return TermsTaken(added=len(rows) - known, changed=known)


def _leave(unit: Unit, *gone: dict[str, Any]) -> None:
    unit.later(CHANGED, at=unit.now.isoformat(), gone=list(gone))


async def _check(unit: Unit, rows: Sequence[GlossaryTerm]) -> int:
    """Refuse loops; gives how many of the terms there are already."""
    by_scope: defaultdict[Scope, dict[str, str]] = defaultdict(dict)
    for row in rows:
        by_scope[Scope(row.space_id, row.source, row.target)][row.key] = row.translation
    known = 0
    for scope, new in by_scope.items():
        before = await queries.translations_in(unit.db, scope)
        check_loops(before, new)
        known += len(before.keys() & new.keys())
    return known


def _row(unit: Unit, draft: TermDraft, space_id: int) -> GlossaryTerm:
    return GlossaryTerm(
        space_id=space_id,
        source=draft.source or "",
        target=draft.target or "",
        key=key_of(draft.term),
        term=draft.term,
        translation=draft.translation,
        note=draft.note,
        changed_at=unit.now,
    )
