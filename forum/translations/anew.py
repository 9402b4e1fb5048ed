"""Having translations made anew, or removed. Texts by themselves: only moderation calls that."""

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.translations import actions, queries
from forum.translations.parts import take_apart
from forum.translations.rules import MOST_RETRANSLATED
from forum.translations.subjects import Subject


async def retranslate(unit: Unit) -> int:
    """Have translated anew what edits and changes of glossaries have outdated; gives how many.

    Only the segments concerned are sent to an engine, as far as budgets go. At most
    `MOST_RETRANSLATED` at a time.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
    """
    unit.actor.require(Permission.GLOSSARY_MANAGE)
    stale = await queries.stale(unit.db, unit.now, MOST_RETRANSLATED, edited=True)
    await actions.ask_all(unit, stale)
    return len(stale)


async def make_anew(unit: Unit, subject: Subject, language: str) -> bool:
    """Have what a machine made translated again, without what the memory knows of it by machines.

    False if there is no translation that is a machine's alone.
    """
    row = await queries.translation(unit.db, subject.name, language)
    if row is None or row.reviewer_id is not None:
        return False
    parts = await take_apart(subject.text, markdown=subject.markdown)
    places = [
        (memory, row.source, language, key)
        for memory in {subject.name, subject.memory}
        for key in parts.originals.keys
    ]
    await queries.forget_machine_units(unit.db, places)
    await queries.mark_stale(unit.db, [(subject.name, language)], unit.now)
    await queries.settle(unit.db, subject.name, language)
    await actions.ask(unit, subject.name, language)
    return True


async def purge(unit: Unit, subject: Subject) -> bool:
    """Remove all translations of a text, their history, and what the memory knows of it alone.

    False if there are none.
    """
    found = await queries.every_translation(unit.db, [subject.name])
    languages = [one.language for one in found.get(subject.name, ())]
    await actions.forget(unit, subject.name)
    for language in languages:
        actions.announce(unit, subject, language)
    return bool(languages)
