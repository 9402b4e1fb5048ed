"""Translations in the record: only those that a person stands by."""

from collections.abc import Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.live.record.transcript import Kind, Moment
from forum.translations.queries import translations
from forum.translations.rules import is_reviewed
from forum.translations.schemas import TranslationOut
from forum.translations.several import as_typed

_SUBJECTS: Mapping[Kind, str] = {
    Kind.CAPTION: "caption",
    Kind.CHAT: "chat",
    Kind.QUESTION: "question",
    Kind.ANSWER: "answer",
    Kind.DECISION: "poll_title",
    Kind.REMARK: "remark",
}
_AT_ONCE = 500

Reviewed = Mapping[tuple[Kind, int], TranslationOut]
"""By what a moment is about."""


async def reviewed_in(
    db: AsyncSession, moments: Sequence[Moment], language: str | None
) -> Reviewed:
    """What people have translated, or approved, of what was said; none where no language is asked.

    What a machine alone has made does not enter a record.
    """
    if language is None:
        return {}
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
    return as_typed(made) if name.startswith("remark:") else made
