"""Reading and storing translations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import Skill
from forum.accounts.tables import Member
from forum.db.among import among, pair_among
from forum.translations.queries.requests import Wanted
from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut
from forum.translations.tables import (
    Translation,
    TranslationDeed,
    TranslationProposal,
    TranslationRevision,
)

_Author = aliased(Member, name="author")


async def translations(
    db: AsyncSession, subjects: Collection[str], language: str
) -> Mapping[str, TranslationOut]:
    """The translations of `subjects` into `language`, by subject, where there are any.

    Who may read a subject may read its translations: the caller has asked for the originals.
    """
    if not subjects:
        return {}
    asked = {"subjects": subjects, "language": language}
    found = await db.exec(_INTO_ONE, params=asked)
    return {row.subject: _out(row, *people) for row, *people in found}


async def every_translation(
    db: AsyncSession, subjects: Collection[str]
) -> Mapping[str, Sequence[TranslationOut]]:
    """All translations of `subjects`, by subject, in the order of their languages."""
    found: defaultdict[str, list[TranslationOut]] = defaultdict(list)
    for row, *people in await db.exec(_INTO_ALL, params={"subjects": subjects}):
        found[row.subject].append(_out(row, *people))
    return found


# Composed once: a page asks them for each kind of text that is on it. With who approved a
# translation, who wrote it, and how well each knows languages.
_CREDITED: Any = (
    select(Translation, Member.name, _Author.name)
    .add_columns(col(Member.skills), col(_Author.skills))
    .outerjoin(Member, col(Member.id) == Translation.reviewer_id)
    .outerjoin(_Author, col(_Author.id) == Translation.author_id)
    .where(among(Translation.subject, "subjects"))
)
_INTO_ONE = _CREDITED.where(col(Translation.language) == bindparam("language"))
_INTO_ALL = _CREDITED.order_by(col(Translation.language))


def _out(
    row: Translation,
    reviewer: str | None,
    author: str | None,
    reviewer_skills: Mapping[str, str] | None,
    author_skills: Mapping[str, str] | None,
) -> TranslationOut:
    return TranslationOut.model_construct(
        language=row.language,
        html=row.html,
        text=row.text,
        status=row.status if row.outdated_at is None else Status.OUTDATED,
        engine=row.engine,
        via=row.via,
        made_at=row.made_at,
        reviewer=reviewer,
        author=author,
        reviewer_skill=_skill(reviewer_skills, row.language),
        author_skill=_skill(author_skills, row.language),
        outdated=row.outdated_at is not None or row.stale_at is not None,
    )


def _skill(skills: Mapping[str, str] | None, language: str) -> Skill | None:
    return Skill(skills[language]) if skills and language in skills else None


async def translation(db: AsyncSession, subject: str, language: str) -> Translation | None:
    """The row of one translation, if there is one."""
    return await db.get(Translation, (subject, language))


async def some(db: AsyncSession, names: Collection[Wanted]) -> Mapping[Wanted, Translation]:
    """The rows of several, those that there are."""
    rows = await db.exec(_SOME, params={"names": names})
    return {(row.subject, row.language): row for row in rows}


_SOME = select(Translation).where(pair_among(Translation.subject, Translation.language, "names"))


async def keep_revision(db: AsyncSession, row: Translation) -> int:
    """Keep what `row` says before it says something else; gives the number of the revision."""
    kept = TranslationRevision(**row.model_dump(include=set(TranslationRevision.model_fields)))
    db.add(kept)
    await db.flush()
    assert kept.id is not None  # noqa: S101 (set by the flush)
    return kept.id


async def revision(db: AsyncSession, number: int) -> TranslationRevision | None:
    """One of them, if it is still there."""
    return await db.get(TranslationRevision, number)


async def newest_revision(
    db: AsyncSession, subject: str, language: str
) -> TranslationRevision | None:
    """What a translation was last before it is what it is, if it was anything."""
    query = (
        select(TranslationRevision)
        .where(TranslationRevision.subject == subject, TranslationRevision.language == language)
        .order_by(col(TranslationRevision.id).desc())
        .limit(1)
    )
    return (await db.exec(query)).first()


async def drop(db: AsyncSession, row: Translation | TranslationRevision) -> None:
    """Remove one row."""
    await db.delete(row)
    await db.flush()


async def save(db: AsyncSession, row: Translation) -> None:
    """Store `row` in the place of the one of its subject and language, if there is one."""
    await db.merge(row)
    await db.flush()


async def mark_outdated(db: AsyncSession, subject: str, now: datetime) -> Sequence[str]:
    """Say that all translations of `subject` are of an earlier text; gives their languages."""
    marked = (
        update(Translation)
        .where(col(Translation.subject) == subject)
        .values(outdated_at=now)
        .returning(col(Translation.language))
    )
    return (await db.exec(marked)).scalars().all()


async def forget(db: AsyncSession, subject: str) -> None:
    """Remove all translations of `subject`, and what was said about them, for good."""
    for table in (TranslationDeed, TranslationProposal, TranslationRevision, Translation):
        await db.exec(delete(table).where(col(table.subject) == subject))
