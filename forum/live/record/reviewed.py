"""Translations in the record: only those that a person stands by."""

from collections.abc import Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import SessionId
from forum.live.record.transcript import Kind, Moment
from forum.live.sessions import queries as sessions
from forum.live.sessions.tables import LiveSession
from forum.translations import parts
from forum.translations.queries import translations
from forum.translations.rules import is_reviewed
from forum.translations.schemas import TranslationOut
from forum.translations.several import as_typed, matched

_SUBJECTS: Mapping[Kind, str] = {
    Kind.CAPTION: "caption",
    Kind.CHAT: "chat",
    Kind.QUESTION: "question",
    Kind.ANSWER: "answer",
    Kind.DECISION: "poll_title",
    Kind.REMARK: "remark",
    Kind.SPEECH: "statement",
}
_TYPED = frozenset({"remark", "statement"})
"""Shown as they were typed."""
_AT_ONCE = 500

Reviewed = Mapping[tuple[Kind, int], TranslationOut]
"""By what a moment is about."""


async def reviewed_in(
    db: AsyncSession, session: LiveSession, moments: Sequence[Moment], language: str | None
) -> Reviewed:
    """What people have translated, or approved, of what was said, and of the titles of items.

    What a machine alone has made does not enter a record. None where no language is asked.
    """
    if language is None:
        return {}
    return {**await _said(db, moments, language), **await _headings(db, session, language)}


async def _headings(db: AsyncSession, session: LiveSession, language: str) -> Reviewed:
    name, items = f"agenda:{session.id}", await sessions.items_of(db, SessionId(session.id or 0))
    found = {} if session.language == language else await translations(db, [name], language)
    titles = matched([one.title for one in items], found.get(name))
    if titles is None or not is_reviewed(titles.status):
        return {}
    return {
        (Kind.ITEM, one.id or 0): _titled(found[name], f"{one.number} {titles.words[one.title]}")
        for one in items
        if one.title in titles.words
    }


def _titled(made: TranslationOut, title: str) -> TranslationOut:
    whole = parts.write_line(title)
    return made.model_copy(update={"text": whole.text, "html": whole.html})


async def _said(db: AsyncSession, moments: Sequence[Moment], language: str) -> Reviewed:
    keys = {
        f"{_SUBJECTS[one.kind]}:{one.id}": (one.kind, one.id)
        for one in moments
        if one.kind in _SUBJECTS and one.said.text and one.said.language != language
    }
    names = sorted(keys)
    found: dict[str, TranslationOut] = {}
    for start in range(0, len(names), _AT_ONCE):
        found |= await translations(db, names[start : start + _AT_ONCE], language)
    return {keys[name]: _shown(name, one) for name, one in found.items() if is_reviewed(one.status)}


def _shown(name: str, made: TranslationOut) -> TranslationOut:
    return as_typed(made) if name.partition(":")[0] in _TYPED else made
