"""Taking a translation away, and bringing it back. Not checked here: only moderation calls it."""

from forum.db.unit import Unit
from forum.translations import actions, parts, queries, rules
from forum.translations.subjects import Subject
from forum.translations.tables import Translation

REMOVED = "removed"
"""Why a translation is not made anew for a while."""


async def remove(unit: Unit, subject: Subject, language: str) -> bool:
    """Take a translation away; it stays among the revisions. False if there is none."""
    row = await queries.translation(unit.db, subject.name, language)
    if row is None:
        return False
    await queries.keep_revision(unit.db, row)
    await queries.drop(unit.db, row)
    until = unit.now + rules.FAILURE_STANDS
    await queries.note_failure(unit.db, (subject.name, language), REMOVED, again_after=until)
    actions.announce(unit, subject, language)
    return True


async def bring_back(unit: Unit, subject: Subject, language: str) -> bool:
    """Show a translation again that was taken away; false if there is another one by now."""
    before = await queries.newest_revision(unit.db, subject.name, language)
    if before is None or await queries.translation(unit.db, subject.name, language) is not None:
        return False
    whole = await parts.write(before.text, markdown=subject.markdown)
    row = Translation(
        **before.model_dump(exclude={"id"}),
        source=subject.language,
        html=whole.html,
    )
    await queries.settle(unit.db, subject.name, language)
    await queries.save(unit.db, row)
    await queries.drop(unit.db, before)
    actions.announce(unit, subject, language)
    return True
