"""What of moderation is translated: remarks of reports, and what decisions say to whom they meet.

Few read any of it: it is announced nowhere, and is in no memory but its own.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import AuditId, FlagId
from forum.moderation import queries
from forum.moderation.queries import Said
from forum.spaces.tables import Space
from forum.translations.parts import as_markdown
from forum.translations.rules import Reach
from forum.translations.subjects import Subject, Subjects


async def flag_subject(db: AsyncSession, number: int) -> Subject | None:
    """`flag:<id>`, its remark, for moderators; see `forum.translations.subjects.Source`."""
    return _aside(f"flag:{number}", await queries.said_by_flag(db, FlagId(number)))


async def appeal_subject(db: AsyncSession, number: int) -> Subject | None:
    """`appeal:<id>`, what somebody answered to an act, for moderators."""
    found = await queries.said_about(db, AuditId(number))
    return _aside(f"appeal:{number}", found.appeal if found else None)


async def reason_subject(db: AsyncSession, number: int) -> Subject | None:
    """`reason:<id>`, why an act was done, for whom it is about."""
    found = await queries.said_about(db, AuditId(number))
    return _aside(f"reason:{number}", found.reason if found else None)


async def verdict_subject(db: AsyncSession, number: int) -> Subject | None:
    """`verdict:<id>`, what another moderator answered to an appeal, for who made it."""
    found = await queries.said_about(db, AuditId(number))
    return _aside(f"verdict:{number}", found.verdict if found else None)


SUBJECTS: Subjects = {
    "appeal": appeal_subject,
    "flag": flag_subject,
    "reason": reason_subject,
    "verdict": verdict_subject,
}
"""What loads each kind of text that is translated."""


def _aside(name: str, said: Said | None) -> Subject | None:
    if said is None or not said.text:
        return None
    space = said.space
    return Subject(
        name=name,
        text=_as_markdown(said.text),
        markdown=True,
        language=said.language,
        version=1,
        channel="",
        reach=_reach(space),
        ceiling=None if space is None else space.translation_budget,
        memory=name,
        space="" if space is None else f"space:{space.id}",
    )


def _reach(space: Space | None) -> Reach:
    """What is said about somebody, and not about what they wrote somewhere, stays in the house."""
    return Reach.INSIDE if space is None else space.engines


def _as_markdown(text: str) -> str:
    return "\n\n".join(as_markdown(line) for line in text.splitlines() if line.strip())
