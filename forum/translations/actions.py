"""What happens to translations with what happens to their originals; the caller commits.

Who calls has asked whether the actor may read, edit or delete the original.
"""

from collections.abc import Collection

from forum.db.unit import Unit
from forum.translations import queries, rules
from forum.translations.queries import Wanted

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


async def outdate(unit: Unit, subject: str) -> None:
    """After an edit: no translation counts any more, and those there were are made anew."""
    had = await queries.mark_outdated(unit.db, subject, unit.now)
    asked = await queries.drop_requests(unit.db, subject)
    await ask_all(unit, [(subject, language) for language in {*had, *asked}])


async def forget(unit: Unit, subject: str) -> None:
    """With a deletion: translations and what the memory knows of the text are gone for good."""
    await queries.forget(unit.db, subject)
    await queries.drop_requests(unit.db, subject)
    await queries.forget_segments(unit.db, subject)
